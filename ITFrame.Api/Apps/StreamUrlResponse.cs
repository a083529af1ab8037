namespace ITFrame.Api.Apps;

internal sealed record StreamUrlResponse(string Username, string StreamUrl);
