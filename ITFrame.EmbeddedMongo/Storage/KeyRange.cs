namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>Index keys from <see cref="Lower"/> on and below <see cref="Upper"/>; null means to the end.</summary>
internal readonly record struct KeyRange(byte[] Lower, byte[]? Upper)
{
    public static readonly KeyRange All = new([], null);

    public bool Contains(byte[] key) => key.AsSpan().SequenceCompareTo(Lower) >= 0 && (Upper is null || key.AsSpan().SequenceCompareTo(Upper) < 0);

    public static KeyRange Prefix(byte[] prefix) => new(prefix, KeyEncoder.After(prefix));
}
