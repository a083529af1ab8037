using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Cursors;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

internal sealed class GetMoreCommand : ICommand
{
    private static readonly TimeSpan DefaultAwait = TimeSpan.FromSeconds(1);

    public IReadOnlyList<string> Names => ["getMore"];

    public CommandTraits Traits => CommandTraits.Reads;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Command[0] is not BsonInt64 id)
        {
            throw CommandException.TypeMismatch("the cursor id of getMore must be a long");
        }

        var cursors = context.Member.Cursors;
        if (cursors.Find(id.Value) is { } found && !context.Connection.Authorization.Owns(found.Owner))
        {
            throw new CommandException(ErrorCode.Unauthorized, $"cursor id {id.Value} was not created by the authenticated user");
        }

        var cursor = cursors.Enter(id.Value);
        var isDone = true;
        try
        {
            if (context.Text("collection") != cursor.Namespace.Collection || context.Database != cursor.Namespace.Database)
            {
                isDone = false;
                throw new CommandException(ErrorCode.Unauthorized, $"Requested getMore on namespace '{context.Database}.{context.Text("collection")}', but cursor belongs to a different namespace {cursor.Namespace}");
            }

            var awaitTime = context.Command.GetValue("maxTimeMS", BsonNull.Value) is { IsNumeric: true } limit ? TimeSpan.FromMilliseconds(Math.Clamp(BsonNumber.Truncate(limit), 0, int.MaxValue)) : DefaultAwait;
            var known = context.OptionalDocument("lastKnownCommittedOpTime") is { } committed ? OpTime.FromBson(committed) : (OpTime?)null;
            var batchSize = context.NonNegative("batchSize");
            var batch = await cursor.NextAsync(batchSize == 0 ? null : batchSize, awaitTime, known, cancellationToken);
            isDone = batch.IsExhausted;
            if (cursor.Majority?.HasReadNewest ?? cursor.NeedsMajority)
            {
                var read = context.Member.Store.Read(reader => reader.ReadLastOpTime());
                await context.Member.Replication.Acknowledgements.WaitForCommitAsync(read, cancellationToken);
            }

            return ServerCursor.Reply(isDone ? null : cursor, cursor.Namespace, batch, isFirst: false);
        }
        finally
        {
            cursors.Leave(cursor);
            if (isDone)
            {
                cursors.Remove(cursor.Id);
            }
        }
    }
}
