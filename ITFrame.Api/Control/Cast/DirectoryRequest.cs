namespace ITFrame.Api.Control.Cast;

internal sealed record DirectoryRequest(Directory? Directory);
