namespace ITFrame.Api.Control.Support;

internal sealed record RepliesResponse(IEnumerable<ReplyDocument> Replies);
