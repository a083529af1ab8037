namespace ITFrame.Console.Traffic;

/// <summary>Requests from one part of the lab to another, of the last seconds.</summary>
/// <param name="From">A service, or "internet" for clients.</param>
/// <param name="To">A service, or a database's host and port.</param>
/// <param name="Rate">Requests a second.</param>
/// <param name="ErrorRate">Failed ones of them a second.</param>
/// <param name="Mean">Their mean latency.</param>
public sealed record TrafficEdge(string From, string To, double Rate, double ErrorRate, TimeSpan Mean)
{
    public double ErrorShare => Rate > 0 ? ErrorRate / Rate : 0;
}
