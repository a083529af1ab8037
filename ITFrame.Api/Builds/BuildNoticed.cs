namespace ITFrame.Api.Builds;

internal sealed record BuildNoticed(string Result);
