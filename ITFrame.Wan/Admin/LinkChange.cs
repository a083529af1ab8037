using System.Text.Json.Serialization;
using ITFrame.Wan.Links;

namespace ITFrame.Wan.Admin;

/// <summary>
/// What to change on a link; what is absent stays as it is. The fields that only tell (the sites, the connections) are
/// taken and ignored, so that what was read can be sent back; any other field is a mistake and is refused.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record LinkChange
{
    public string? A { get; init; }

    public string? B { get; init; }

    public double? RoundTripMilliseconds { get; init; }

    public double? JitterMilliseconds { get; init; }

    public double? LossPercent { get; init; }

    public double? BandwidthMegabits { get; init; }

    public LinkState? State { get; init; }

    public int? Connections { get; init; }

    public LinkConditions ApplyTo(LinkConditions current) => new(
        RoundTripMilliseconds ?? current.RoundTripMilliseconds,
        JitterMilliseconds ?? current.JitterMilliseconds,
        LossPercent ?? current.LossPercent,
        BandwidthMegabits ?? current.BandwidthMegabits);
}
