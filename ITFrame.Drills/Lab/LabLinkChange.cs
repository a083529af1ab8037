using System.Globalization;
using System.Text.Json.Serialization;

namespace ITFrame.Drills.Lab;

/// <summary>What to change on a link; what is null stays as it is.</summary>
internal sealed record LabLinkChange
{
    public const string Cut = "cut";
    public const string Up = "up";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RoundTripMilliseconds { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? JitterMilliseconds { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LossPercent { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BandwidthMegabits { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? State { get; init; }

    /// <summary>Everything as it was seen.</summary>
    public static LabLinkChange To(LabLink link) => new()
    {
        RoundTripMilliseconds = link.RoundTripMilliseconds,
        JitterMilliseconds = link.JitterMilliseconds,
        LossPercent = link.LossPercent,
        BandwidthMegabits = link.BandwidthMegabits,
        State = Up,
    };

    public override string ToString()
    {
        string[] parts =
        [
            State switch { Cut => "cut", Up => "restored", _ => "" },
            State is null && RoundTripMilliseconds is { } roundTrip ? string.Create(CultureInfo.InvariantCulture, $"{roundTrip:0.#} ms round trip") : "",
            State is null && JitterMilliseconds is { } jitter ? string.Create(CultureInfo.InvariantCulture, $"{jitter:0.#} ms jitter") : "",
            State is null && LossPercent is { } loss ? string.Create(CultureInfo.InvariantCulture, $"{loss:0.#} % loss") : "",
            State is null && BandwidthMegabits is { } bandwidth ? string.Create(CultureInfo.InvariantCulture, $"{bandwidth:0.#} Mbit/s") : "",
        ];
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }
}
