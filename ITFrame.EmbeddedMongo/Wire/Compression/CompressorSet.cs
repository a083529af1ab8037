namespace ITFrame.EmbeddedMongo.Wire.Compression;

/// <summary>The algorithms that a member offers, in its order of preference.</summary>
internal sealed class CompressorSet
{
    /// <summary>Passwords and what is derived from them never share a compressed message with what an attacker chose.</summary>
    private static readonly HashSet<string> Uncompressed = new(StringComparer.Ordinal)
    {
        "hello", "isMaster", "ismaster", "saslStart", "saslContinue", "getnonce", "authenticate", "createUser", "updateUser",
    };

    private static readonly Compressor[] All = [new SnappyCompressor(), new ZstdCompressor(), new ZlibCompressor()];

    private readonly Compressor[] _offered;

    public CompressorSet(IEnumerable<string> names) => _offered = [.. names.Select(name => Array.Find(All, compressor => compressor.Name == name)!)];

    public static IEnumerable<string> Names => All.Select(compressor => compressor.Name);

    public Compressor? Find(byte id) => Array.Find(_offered, compressor => compressor.Id == id);

    /// <summary>What both sides can do, in the order that the client prefers.</summary>
    public IEnumerable<string> InCommonWith(IEnumerable<string> names) => names.Where(name => Array.Exists(_offered, compressor => compressor.Name == name)).Distinct();

    public static bool MayCompress(string command) => !Uncompressed.Contains(command);
}
