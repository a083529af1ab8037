namespace ITFrame.Api.Apps;

internal sealed record AppRequested(string RequestId);
