using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Update;

/// <summary>What each update operator does at one path.</summary>
internal static class FieldOperators
{
    public static Action<BsonDocument, string[], BsonValue>? Find(string name) => name switch
    {
        "$set" or "$setOnInsert" => UpdatePath.Set,
        "$unset" => (document, path, _) => UpdatePath.Remove(document, path),
        "$inc" => (document, path, operand) => Arithmetic(document, path, operand, "$inc", BsonNumber.Add, () => operand),
        "$mul" => (document, path, operand) => Arithmetic(document, path, operand, "$mul", BsonNumber.Multiply, () => BsonNumber.Multiply(operand, new BsonInt32(0))),
        "$min" => (document, path, operand) => Bound(document, path, operand, order => order > 0),
        "$max" => (document, path, operand) => Bound(document, path, operand, order => order < 0),
        "$rename" => Rename,
        "$currentDate" => CurrentDate,
        "$push" => ArrayUpdates.Push,
        "$addToSet" => ArrayUpdates.AddToSet,
        "$pull" => ArrayUpdates.Pull,
        "$pullAll" => ArrayUpdates.PullAll,
        "$pop" => ArrayUpdates.Pop,
        "$bit" => Bit,
        _ => null,
    };

    private static void Arithmetic(BsonDocument document, string[] path, BsonValue operand, string name, Func<BsonValue, BsonValue, BsonValue> combine, Func<BsonValue> initial)
    {
        if (!BsonNumber.Is(operand))
        {
            throw CommandException.TypeMismatch($"Cannot {(name == "$inc" ? "increment" : "multiply")} with non-numeric argument: {{{string.Join('.', path)}: {BsonText.Of(operand)}}}");
        }

        var current = UpdatePath.Get(document, path);
        if (current is not null && !BsonNumber.Is(current))
        {
            throw CommandException.TypeMismatch($"Cannot apply {name} to a value of non-numeric type. The field '{path[^1]}' has non-numeric type {BsonTypeNames.Of(current.BsonType)}");
        }

        var result = current is null ? initial() : combine(current, operand);
        if (result is BsonDouble && BsonNumber.IsInteger(operand) && (current is null || BsonNumber.IsInteger(current)))
        {
            throw CommandException.BadValue($"Failed to apply {name} operations to current value ({BsonText.Of(current)}) of field '{string.Join('.', path)}': integer overflow");
        }

        UpdatePath.Set(document, path, result);
    }

    private static void Bound(BsonDocument document, string[] path, BsonValue operand, Func<int, bool> replaces)
    {
        var current = UpdatePath.Get(document, path);
        if (current is null || replaces(BsonComparer.Instance.Compare(current, operand)))
        {
            UpdatePath.Set(document, path, operand);
        }
    }

    private static void Rename(BsonDocument document, string[] path, BsonValue operand)
    {
        if (UpdatePath.Get(document, path) is { } value)
        {
            UpdatePath.Remove(document, path);
            UpdatePath.Set(document, [.. new BsonPath(operand.AsString).Parts], value);
        }
    }

    private static void CurrentDate(BsonDocument document, string[] path, BsonValue operand)
    {
        var now = DateTime.UtcNow;
        UpdatePath.Set(document, path, operand switch
        {
            BsonBoolean { Value: true } => new BsonDateTime(now),
            BsonDocument kind when kind.GetValue("$type", BsonNull.Value) == "date" => new BsonDateTime(now),
            BsonDocument kind when kind.GetValue("$type", BsonNull.Value) == "timestamp" => new BsonTimestamp((int)new DateTimeOffset(now).ToUnixTimeSeconds(), 1),
            _ => throw CommandException.BadValue("$currentDate needs true, or a '$type' of 'date' or 'timestamp'"),
        });
    }

    private static void Bit(BsonDocument document, string[] path, BsonValue operand)
    {
        var current = UpdatePath.Get(document, path) ?? new BsonInt32(0);
        if (operand is not BsonDocument { ElementCount: > 0 } operations || !BsonNumber.IsInteger(current))
        {
            throw CommandException.BadValue("$bit needs an integer field and an object of 'and', 'or' or 'xor'");
        }

        foreach (var operation in operations)
        {
            if (!BsonNumber.IsInteger(operation.Value))
            {
                throw CommandException.BadValue("The $bit modifier field must be an Integer(32/64 bit)");
            }

            var (left, right) = (BsonNumber.ToInt64(current), BsonNumber.ToInt64(operation.Value));
            var result = operation.Name switch
            {
                "and" => left & right,
                "or" => left | right,
                "xor" => left ^ right,
                _ => throw CommandException.BadValue($"The $bit modifier only supports 'and', 'or', and 'xor', not '{operation.Name}'"),
            };
            current = current is BsonInt32 && operation.Value is BsonInt32 ? new BsonInt32((int)result) : new BsonInt64(result);
        }

        UpdatePath.Set(document, path, current);
    }
}
