using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>What tests do with a session.</summary>
internal static class SessionOperations
{
    public static async Task<object?> RunAsync(string name, IClientSessionHandle session, BsonDocument values, Arguments arguments, Func<BsonDocument, Task> operation)
    {
        switch (name)
        {
            case "startTransaction":
                session.StartTransaction(EntityOptions.Transaction(values));
                return null;
            case "commitTransaction":
                arguments.EnsureAllTaken();
                await session.CommitTransactionAsync();
                return null;
            case "abortTransaction":
                arguments.EnsureAllTaken();
                await session.AbortTransactionAsync();
                return null;
            case "getSnapshotTime":
                return session.GetSnapshotTime();
            case "withTransaction":
                var callback = arguments.Take("callback")!.AsBsonArray;
                await session.WithTransactionAsync(
                    async (_, _) =>
                    {
                        foreach (var step in callback)
                        {
                            await operation(step.AsBsonDocument);
                        }

                        return true;
                    },
                    EntityOptions.Transaction(new BsonDocument(values.Where(element => element.Name != "callback"))));
                return null;
            default:
                throw new UnsupportedException($"the driver has no operation '{name}' on a session");
        }
    }
}
