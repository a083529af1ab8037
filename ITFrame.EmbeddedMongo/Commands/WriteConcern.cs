using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands;

/// <summary>How many members must hold a write. Each that says so has it on disk, so 'j' is always granted.</summary>
/// <param name="Members">Null: a majority.</param>
/// <param name="Timeout">Null: as long as it takes.</param>
/// <param name="Document">As the client gave it.</param>
/// <param name="Tag">A mode that is neither a number nor majority.</param>
internal sealed record WriteConcern(int? Members, TimeSpan? Timeout, BsonDocument Document, string? Tag)
{
    public static WriteConcern Parse(BsonValue? value, bool defaultsToMajority)
    {
        var document = value switch
        {
            null or BsonNull => [],
            BsonDocument given => given,
            _ => throw CommandException.TypeMismatch("writeConcern must be an object"),
        };
        var timeout = document.GetValue("wtimeout", BsonNull.Value) is { IsNumeric: true } given1 && BsonNumber.Truncate(given1) > 0
            ? TimeSpan.FromMilliseconds(Math.Min(BsonNumber.Truncate(given1), int.MaxValue))
            : (TimeSpan?)null;
        return document.GetValue("w", BsonNull.Value) switch
        {
            BsonNull => new WriteConcern(defaultsToMajority ? null : 1, timeout, document, null),
            BsonString { Value: "majority" } => new WriteConcern(null, timeout, document, null),
            BsonString mode => new WriteConcern(1, timeout, document, mode.Value),
            { IsNumeric: true } number when BsonNumber.Truncate(number) is >= 0 and <= 50 and var members => new WriteConcern((int)members, timeout, document, null),
            _ => throw CommandException.FailedToParse("w has to be a number from 0 to 50 or a string"),
        };
    }
}
