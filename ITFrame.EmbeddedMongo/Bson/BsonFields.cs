using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Bson;

/// <summary>The fields of a specification that a client sent: each of the type that it has to have, and none twice.</summary>
internal static class BsonFields
{
    public static BsonValue Required(BsonDocument document, string field) => document.TryGetValue(field, out var value)
        ? value
        : throw new CommandException((ErrorCode)40414, $"BSON field '{field}' is missing but a required field");

    public static string Text(BsonValue value, string field) => (value as BsonString ?? throw WrongType(value, field, "string")).Value;

    public static BsonArray Array(BsonValue value, string field) => value as BsonArray ?? throw WrongType(value, field, "array");

    public static BsonDocument Document(BsonValue value, string field) => value as BsonDocument ?? throw WrongType(value, field, "object");

    public static double Number(BsonValue value, string field) => BsonNumber.Is(value) ? BsonNumber.ToDouble(value) : throw WrongType(value, field, "number");

    /// <summary>A whole number of 32 bits.</summary>
    public static int Int32(BsonValue value, string field) => BsonNumber.TryToInt64(value, out var number) && number is >= int.MinValue and <= int.MaxValue
        ? (int)number
        : throw WrongType(value, field, "int");

    /// <summary>A field's name or path that came as a text: unlike a name within BSON, it may hold what no name can.</summary>
    public static string Name(string name) => name.Contains('\0', StringComparison.Ordinal)
        ? throw new CommandException((ErrorCode)16411, "FieldPath field names may not contain embedded nulls '\\0'.")
        : name;

    /// <summary>
    /// For a command and for structures within it. In what a collection holds, in queries and in updates names may repeat.
    /// </summary>
    public static void DemandUnique(BsonDocument document, string structure)
    {
        HashSet<string>? names = null;
        foreach (var element in document)
        {
            names ??= new HashSet<string>(document.ElementCount, StringComparer.Ordinal);
            if (!names.Add(element.Name))
            {
                throw new CommandException((ErrorCode)40413, $"BSON field '{structure}.{element.Name}' is a duplicate field");
            }
        }
    }

    /// <summary>A document of elements that came from a client, and may have a name twice.</summary>
    public static BsonDocument Of(IEnumerable<BsonElement> elements) => new BsonDocument(allowDuplicateNames: true).AddRange(elements);

    private static CommandException WrongType(BsonValue value, string field, string expected) =>
        CommandException.TypeMismatch($"BSON field '{field}' is the wrong type '{BsonTypeNames.Of(value.BsonType)}', expected type '{expected}'");
}
