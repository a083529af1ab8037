using System.Text.Json.Serialization;

namespace ITFrame.Api.Apps;

/// <summary>A station's apps; null where none was asked for.</summary>
internal sealed record StationApps
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required App? Android { get; init; }

    [JsonPropertyName("iOS")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required App? Ios { get; init; }
}
