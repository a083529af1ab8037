using System.Text.Json.Serialization;

namespace ITFrame.Wan.Admin;

/// <summary>Whether bytes get through.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LinkState>))]
internal enum LinkState
{
    [JsonStringEnumMemberName("up")]
    Up,

    [JsonStringEnumMemberName("cut")]
    Cut,
}
