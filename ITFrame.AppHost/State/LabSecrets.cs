using System.Security.Cryptography;

namespace ITFrame.AppHost.State;

/// <summary>The lab's secrets, made anew at each start. They reach processes by environment and people by the state file (mode 600).</summary>
/// <param name="ControlToken">Bearer token of the lab control API.</param>
/// <param name="ConsoleToken">Login token of the console's page.</param>
/// <param name="WanToken">Bearer token of the WAN's admin API.</param>
/// <param name="ApiControlToken">Bearer token of the hub's Control endpoints.</param>
/// <param name="DemoStationKey">Key of the demo station.</param>
/// <param name="MongoPassword">Password by which the hub logs in to the replica set.</param>
internal sealed record LabSecrets(string ControlToken, string ConsoleToken, string WanToken, string ApiControlToken, string DemoStationKey, string MongoPassword)
{
    public static LabSecrets Create() => new(Token(), Token(), Token(), Token(), Token(), Token());

    private static string Token() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
