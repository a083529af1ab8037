using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

internal static class WriteBatches
{
    /// <summary>The statements of a write command, of which there must be some but not too many.</summary>
    public static List<BsonDocument> Statements(CommandContext context, string field)
    {
        var array = context.Array(field);
        if (array.Count is 0 or > BsonLimits.MaxWriteBatch)
        {
            throw new CommandException(ErrorCode.InvalidLength, $"Write batch sizes must be between 1 and {BsonLimits.MaxWriteBatch}. Got {array.Count} operations.");
        }

        return array.Select(item => item as BsonDocument ?? throw CommandException.TypeMismatch($"'{field}' must hold objects")).ToList();
    }
}
