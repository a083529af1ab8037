namespace ITFrame.Drills.Traffic;

internal static class OperationKinds
{
    public static bool IsWrite(this OperationKind kind) => kind is OperationKind.StoreSong or OperationKind.PlayerSettings;

    /// <summary>The name as the report shows it.</summary>
    public static string Title(this OperationKind kind) => kind switch
    {
        OperationKind.NowPlaying => "GET /nowplaying",
        OperationKind.Player => "GET /player",
        OperationKind.Cluster => "GET /cluster",
        OperationKind.StoreSong => "POST store-song",
        OperationKind.PlayerSettings => "PUT player settings",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
