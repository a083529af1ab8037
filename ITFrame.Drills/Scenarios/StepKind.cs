using System.Text.Json.Serialization;

namespace ITFrame.Drills.Scenarios;

/// <summary>What can be done to a lab; in scenarios the names are in kebab case.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<StepKind>))]
internal enum StepKind
{
    /// <summary>SIGKILL.</summary>
    Kill,

    /// <summary>SIGSTOP: a process that hangs.</summary>
    Freeze,

    /// <summary>SIGCONT.</summary>
    Thaw,

    /// <summary>SIGTERM: an end in order, drained.</summary>
    Stop,

    Start,

    Restart,

    /// <summary>A site's links are cut and its processes killed.</summary>
    Sink,

    Raise,

    /// <summary>Bytes on a link vanish.</summary>
    Cut,

    Slow,

    Lossy,

    /// <summary>A link is again as it was when the drill began.</summary>
    Restore,

    /// <summary>The primary gives up its role, as for maintenance.</summary>
    StepDown,

    /// <summary>A gateway is not ready any more and closes its connections in order, but runs on.</summary>
    Drain,

    Undrain,

    /// <summary>Every replica, and then every gateway, is restarted when the one before is back.</summary>
    RollingRestart,

    /// <summary>Every process gets a new certificate and key.</summary>
    RotateCertificates,

    /// <summary>A member may add only so much more to its data.</summary>
    FillDisk,

    FreeDisk,

    /// <summary>A member's clock goes wrong by so much; 0 puts it right.</summary>
    SkewClock,
}
