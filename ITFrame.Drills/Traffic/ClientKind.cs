namespace ITFrame.Drills.Traffic;

/// <summary>Who calls the hub.</summary>
internal enum ClientKind
{
    /// <summary>A stream server (Cast): songs, listeners that come and go, how many there are.</summary>
    StreamServer,

    /// <summary>The customer panel (Control): people who look at a station's settings and change them.</summary>
    Panel,

    /// <summary>A station's mobile app: what plays, again and again.</summary>
    App,

    /// <summary>The web player: its settings, and what plays.</summary>
    Player,

    /// <summary>The auto-DJ: its queue, and whether to skip.</summary>
    Dj,
}
