namespace ITFrame.Api.Cast.Statistics;

/// <summary>A player's share of the sessions, in percent.</summary>
internal sealed record ClientShare(string Client, double Percentage);
