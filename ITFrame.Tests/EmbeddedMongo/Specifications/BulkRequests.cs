using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>The single writes of bulk writes, on a collection and on a client.</summary>
internal static class BulkRequests
{
    public static WriteModel<BsonDocument> Model(BsonDocument request)
    {
        var (name, arguments) = Open(request);
        WriteModel<BsonDocument> model = name switch
        {
            "insertOne" => new InsertOneModel<BsonDocument>(arguments.Required("document").DeepClone().AsBsonDocument),
            "updateOne" => new UpdateOneModel<BsonDocument>(arguments.Required("filter"), arguments.Update())
            {
                ArrayFilters = arguments.ArrayFilters(),
                Collation = arguments.Collation(),
                Hint = arguments.Take("hint"),
                IsUpsert = arguments.Flag("upsert") ?? false,
                Sort = arguments.Sort(),
            },
            "updateMany" => new UpdateManyModel<BsonDocument>(arguments.Required("filter"), arguments.Update())
            {
                ArrayFilters = arguments.ArrayFilters(),
                Collation = arguments.Collation(),
                Hint = arguments.Take("hint"),
                IsUpsert = arguments.Flag("upsert") ?? false,
            },
            "replaceOne" => new ReplaceOneModel<BsonDocument>(arguments.Required("filter"), arguments.Required("replacement"))
            {
                Collation = arguments.Collation(),
                Hint = arguments.Take("hint"),
                IsUpsert = arguments.Flag("upsert") ?? false,
                Sort = arguments.Sort(),
            },
            "deleteOne" => new DeleteOneModel<BsonDocument>(arguments.Required("filter")) { Collation = arguments.Collation(), Hint = arguments.Take("hint") },
            "deleteMany" => new DeleteManyModel<BsonDocument>(arguments.Required("filter")) { Collation = arguments.Collation(), Hint = arguments.Take("hint") },
            _ => throw new UnsupportedException($"the driver has no bulk request '{name}'"),
        };
        arguments.EnsureAllTaken();
        return model;
    }

    public static BulkWriteModel ClientModel(BsonDocument request)
    {
        var (name, arguments) = Open(request);
        var ns = arguments.Text("namespace");
        BulkWriteModel model = name switch
        {
            "insertOne" => new BulkWriteInsertOneModel<BsonDocument>(ns, arguments.Required("document").DeepClone().AsBsonDocument),
            "updateOne" => new BulkWriteUpdateOneModel<BsonDocument>(
                ns, arguments.Required("filter"), arguments.Update(), arguments.Sort(), arguments.Collation(), arguments.Take("hint"), arguments.Flag("upsert") ?? false, arguments.ArrayFilters()),
            "updateMany" => new BulkWriteUpdateManyModel<BsonDocument>(
                ns, arguments.Required("filter"), arguments.Update(), arguments.Collation(), arguments.Take("hint"), arguments.Flag("upsert") ?? false, arguments.ArrayFilters()),
            "replaceOne" => new BulkWriteReplaceOneModel<BsonDocument>(
                ns, arguments.Required("filter"), arguments.Required("replacement"), arguments.Sort(), arguments.Collation(), arguments.Take("hint"), arguments.Flag("upsert") ?? false),
            "deleteOne" => new BulkWriteDeleteOneModel<BsonDocument>(ns, arguments.Required("filter"), arguments.Collation(), arguments.Take("hint")),
            "deleteMany" => new BulkWriteDeleteManyModel<BsonDocument>(ns, arguments.Required("filter"), arguments.Collation(), arguments.Take("hint")),
            _ => throw new UnsupportedException($"the driver has no bulk request '{name}'"),
        };
        arguments.EnsureAllTaken();
        return model;
    }

    private static (string Name, Arguments Arguments) Open(BsonDocument request)
    {
        var element = request.GetElement(0);
        return (element.Name, new Arguments(element.Value.AsBsonDocument, null));
    }
}
