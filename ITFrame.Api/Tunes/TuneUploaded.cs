namespace ITFrame.Api.Tunes;

internal sealed record TuneUploaded(string Id);
