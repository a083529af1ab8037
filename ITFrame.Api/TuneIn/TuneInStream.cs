namespace ITFrame.Api.TuneIn;

/// <summary>Where a station's primary stream is.</summary>
internal sealed record TuneInStream(string StreamUrl);
