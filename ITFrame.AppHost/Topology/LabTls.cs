namespace ITFrame.AppHost.Topology;

/// <summary>Whether bytes between the lab's processes are encrypted.</summary>
internal enum LabTls
{
    /// <summary>All are, as in production.</summary>
    On,

    /// <summary>None are, and members and hub do not log in: to measure what encryption costs.</summary>
    Off,
}
