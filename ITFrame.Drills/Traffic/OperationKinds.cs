namespace ITFrame.Drills.Traffic;

/// <summary>
/// The mix. Most of what production sees are players and apps that ask what plays; stream servers report a song every few minutes, but listeners all
/// the time; people change settings seldom. Writes have a larger part here than there, because they are what a drill is about.
/// </summary>
internal static class OperationKinds
{
    private static readonly Dictionary<OperationKind, OperationTraits> Traits = new()
    {
        [OperationKind.StoreSong] = new(ClientKind.StreamServer, "POST store-song", true, 0.09),
        [OperationKind.CreateSession] = new(ClientKind.StreamServer, "POST create-session", true, 0.04),
        [OperationKind.CloseSession] = new(ClientKind.StreamServer, "POST close-session", true, 0.03),
        [OperationKind.StoreStatus] = new(ClientKind.StreamServer, "POST store-status", true, 0.03),
        // A change is a read and a write, so its arrivals count twice.
        [OperationKind.ChangeSettings] = new(ClientKind.Panel, "PUT player settings (If-Match)", true, 0.05),
        [OperationKind.ReadSettings] = new(ClientKind.Panel, "GET player settings", false, 0.03),
        [OperationKind.PlayerSettings] = new(ClientKind.Panel, "PUT player settings", true, 0.04),
        [OperationKind.Cluster] = new(ClientKind.Panel, "GET /cluster", false, 0.01),
        [OperationKind.AppNowPlaying] = new(ClientKind.App, "GET app's now playing", false, 0.20),
        [OperationKind.NowPlaying] = new(ClientKind.Player, "GET /nowplaying", false, 0.24),
        [OperationKind.Player] = new(ClientKind.Player, "GET /player", false, 0.16),
        [OperationKind.PutQueue] = new(ClientKind.Dj, "PUT DJ queue", true, 0.02),
        [OperationKind.ReadSkips] = new(ClientKind.Dj, "GET DJ skips", false, 0.04),
        [OperationKind.ReadTunes] = new(ClientKind.Dj, "GET DJ songs", false, 0.02),
    };

    public static IReadOnlyList<OperationKind> All { get; } = [.. Traits.Keys];

    public static bool IsWrite(this OperationKind kind) => Traits[kind].IsWrite;

    public static string Title(this OperationKind kind) => Traits[kind].Title;

    public static ClientKind Client(this OperationKind kind) => Traits[kind].Client;

    public static double Share(this OperationKind kind) => Traits[kind].Share;
}
