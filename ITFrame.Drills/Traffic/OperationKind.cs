namespace ITFrame.Drills.Traffic;

/// <summary>What a client asks of the hub; <see cref="OperationKinds"/> says who asks it, and how often.</summary>
internal enum OperationKind
{
    StoreSong,
    CreateSession,
    CloseSession,
    StoreStatus,
    ReadSettings,
    ChangeSettings,
    PlayerSettings,
    Cluster,
    AppNowPlaying,
    NowPlaying,
    Player,
    PutQueue,
    ReadSkips,
    ReadTunes,
}
