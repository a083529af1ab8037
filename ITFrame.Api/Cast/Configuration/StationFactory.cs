using System.Security.Cryptography;
using ITFrame.Api.Access;

namespace ITFrame.Api.Cast.Configuration;

/// <summary>Makes the configuration of a new station: three streams, and keys and passwords of its own.</summary>
internal sealed class StationFactory(SecretBox box)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int KeyLength = 30;
    private const int PasswordLength = 10;

    /// <summary>The port that sources with the Icecast protocol use.</summary>
    private const int IcecastPort = 1000;

    /// <summary>The ports that a SHOUTcast source may find its station on; several stations share one.</summary>
    public static IReadOnlyList<int> ShoutCastPorts { get; } = [6000, 8000, 9000, 10000, 11000, 12000, 13000, 14000, 15000, 16000];

    public StationDocument Create(string username, int shoutCastPort) => new()
    {
        Username = username,
        Name = "",
        Genre = "Misc",
        HttpPort = 80,
        HttpsPort = 0,
        Hostname = $"https://{username}.radioca.st",
        SealedApiKey = box.Seal(Key()),
        Input = new StationInput { ShoutCast = shoutCastPort, Icecast = IcecastPort },
        Directories = new StationDirectories(),
        Streams = [Stream("64kbps"), Stream("128kbps") with { Primary = true }, Stream("320kbps")],
        Version = new StationVersion(),
        Internal = new StationInternals { Statistics = Seal(Key()), Dj = Seal(Key()) },
        Dj = new DjSettings(),
        Branch = "stable",
    };

    public StationKey Seal(string key) => new() { KeyHash = SecretHash.Of(key).ToHex(), SealedKey = box.Seal(key) };

    private StationStreamDocument Stream(string name)
        => new() { Stream = name, SealedPassword = box.Seal(RandomNumberGenerator.GetString(Letters, PasswordLength)) };

    private static string Key() => RandomNumberGenerator.GetString(Letters, KeyLength);
}
