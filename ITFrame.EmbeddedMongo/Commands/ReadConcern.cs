using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands;

/// <param name="Level">local, available, majority, linearizable or snapshot.</param>
/// <param name="AfterClusterTime">What must be applied before the read; 0: nothing in particular.</param>
internal sealed record ReadConcern(string Level, long AfterClusterTime)
{
    public bool NeedsMajority => Level is "majority" or "linearizable" or "snapshot";

    public static ReadConcern Parse(BsonValue? value)
    {
        if (value is null or BsonNull)
        {
            return new ReadConcern("local", 0);
        }

        if (value is not BsonDocument document)
        {
            throw CommandException.TypeMismatch("readConcern must be an object");
        }

        var level = document.GetValue("level", "local") is BsonString text ? text.Value : "";
        var after = document.GetValue("afterClusterTime", BsonNull.Value) is BsonTimestamp timestamp ? timestamp.Value : 0;
        return level is "local" or "available" or "majority" or "linearizable" or "snapshot"
            ? new ReadConcern(level, after)
            : throw CommandException.BadValue($"unknown read concern level '{level}'");
    }
}
