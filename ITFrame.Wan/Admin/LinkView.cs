using ITFrame.Wan.Links;

namespace ITFrame.Wan.Admin;

/// <summary>A link as the API shows it.</summary>
internal sealed record LinkView(
    string A,
    string B,
    double RoundTripMilliseconds,
    double JitterMilliseconds,
    double LossPercent,
    double BandwidthMegabits,
    LinkState State,
    int Connections)
{
    public static LinkView Of(Link link)
    {
        var conditions = link.Conditions;
        return new LinkView(
            link.A,
            link.B,
            conditions.RoundTripMilliseconds,
            conditions.JitterMilliseconds,
            conditions.LossPercent,
            conditions.BandwidthMegabits,
            link.IsCut ? LinkState.Cut : LinkState.Up,
            link.Connections);
    }
}
