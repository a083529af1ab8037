using System.Text.Json.Serialization;
using ITFrame.Drills.Scenarios;

namespace ITFrame.Drills.Report;

/// <summary>What has become of a run.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<RunState>))]
internal enum RunState
{
    Running,
    Passed,
    Failed,

    /// <summary>It could not run: nothing is proved either way.</summary>
    Error,

    Cancelled,
}
