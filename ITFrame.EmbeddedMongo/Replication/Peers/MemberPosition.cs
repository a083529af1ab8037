namespace ITFrame.EmbeddedMongo.Replication.Peers;

/// <summary>That a member, in the given term, held the log up to a position on disk.</summary>
internal sealed record MemberPosition(int MemberId, long Term, OpTime Applied);
