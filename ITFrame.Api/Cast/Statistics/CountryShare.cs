namespace ITFrame.Api.Cast.Statistics;

/// <summary>A country's share of the sessions, in percent.</summary>
internal sealed record CountryShare(string Country, double Percentage);
