using System.Text.Json.Serialization;

namespace ITFrame.Drills.Scenarios;

/// <summary>How far a run has come.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<RunPhase>))]
internal enum RunPhase
{
    /// <summary>The lab is checked, and brought to its steady state.</summary>
    WarmUp,

    /// <summary>Traffic before the fault.</summary>
    Steady,

    /// <summary>Traffic while something is broken.</summary>
    Fault,

    /// <summary>Traffic after it was mended.</summary>
    Recovery,

    /// <summary>Everything is read back and judged.</summary>
    Check,

    Done,
}
