using ITFrame.EmbeddedMongo.Hosting;
using ITFrame.EmbeddedMongo.Replication.Machine;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands;

/// <summary>What a sync source tells its followers with each batch of entries.</summary>
internal static class ReplicationMetadata
{
    public static void AddTo(BsonDocument reply, Member member)
    {
        var view = member.Replication.View;
        reply.Add("$replData", new BsonDocument
        {
            { "term", view.Term },
            { "lastOpCommitted", view.CommitPoint.ToBson() },
            { "lastOpVisible", view.Applied.ToBson() },
            { "configVersion", view.Config?.Version ?? 0 },
            { "primaryId", view.PrimaryId },
            { "primaryAgeMillis", view.State == MemberState.Primary ? 0 : (long)(member.Clock.Elapsed - view.PrimaryHeard).TotalMilliseconds },
            { "isPrimary", view.IsWritable },
        });
    }
}
