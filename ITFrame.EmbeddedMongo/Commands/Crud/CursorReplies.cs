using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Cursors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

/// <summary>The first batch of a cursor, after which it is kept only if there is more.</summary>
internal static class CursorReplies
{
    /// <summary>The size of the first batch that a command asks for in its 'cursor' options.</summary>
    public static int BatchSize(CommandContext context, int fallback) =>
        context.Document("cursor").GetValue("batchSize", BsonNull.Value) is { IsNumeric: true } size
            ? (int)Math.Clamp(BsonNumber.Truncate(size), 0, int.MaxValue)
            : fallback;

    public static async Task<BsonDocument> FirstAsync(CommandContext context, ServerCursor cursor, int batchSize, bool isSingleBatch, CancellationToken cancellationToken)
    {
        var isKept = false;
        try
        {
            var batch = await cursor.NextAsync(batchSize, null, null, cancellationToken);
            isKept = !batch.IsExhausted && !isSingleBatch;
            if (isKept)
            {
                cursor.Owner = context.Connection.Authorization.User;
                context.Member.Cursors.Add(cursor);
            }

            return ServerCursor.Reply(isKept ? cursor : null, cursor.Namespace, batch, isFirst: true);
        }
        finally
        {
            if (!isKept)
            {
                cursor.Dispose();
            }
        }
    }
}
