namespace ITFrame.Drills.Traffic;

/// <summary>What a client asks of the hub.</summary>
internal enum OperationKind
{
    NowPlaying,
    Player,
    Cluster,
    StoreSong,
    PlayerSettings,
}
