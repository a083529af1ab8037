namespace ITFrame.Drills.Checking;

/// <summary>What a station's final value says about the writes to it.</summary>
internal enum SettingVerdict
{
    /// <summary>The last acknowledged value, or a later one whose outcome is unknown.</summary>
    Right,

    /// <summary>Nothing is there, although a write was acknowledged.</summary>
    Lost,

    /// <summary>An older value than the last acknowledged one: that write was lost, or an older one applied once more after it.</summary>
    Stale,

    /// <summary>A value that was refused, never sent, or is not of this run.</summary>
    Unexpected,
}
