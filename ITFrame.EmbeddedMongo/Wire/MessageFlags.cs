namespace ITFrame.EmbeddedMongo.Wire;

/// <summary>The flag bits of OP_MSG. An unknown bit below 16 must be refused, one above may be ignored.</summary>
[Flags]
internal enum MessageFlags
{
    None = 0,
    ChecksumPresent = 1,
    MoreToCome = 2,
    ExhaustAllowed = 1 << 16,
}
