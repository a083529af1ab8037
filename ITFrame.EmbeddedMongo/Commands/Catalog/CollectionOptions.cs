using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Catalog;

/// <summary>The options of a collection that a client gives to create and collMod.</summary>
internal static class CollectionOptions
{
    private static readonly string[] Refused = ["capped", "timeseries", "clusteredIndex", "encryptedFields", "expireAfterSeconds"];
    private static readonly string[] Kept = ["viewOn", "pipeline", "validator", "validationLevel", "validationAction", "changeStreamPreAndPostImages"];

    public static BsonDocument Parse(BsonDocument command, string database)
    {
        var refused = Array.Find(Refused, name => command.TryGetValue(name, out var value) && value is not BsonBoolean { Value: false });
        if (refused is not null)
        {
            throw new CommandException(ErrorCode.NotImplemented, $"the collection option '{refused}' is not supported by this stand-in");
        }

        if (command.Contains("size") || command.Contains("max"))
        {
            throw new CommandException(ErrorCode.InvalidOptions, "the 'capped' field needs to be true when either the 'size' or 'max' fields are present");
        }

        var options = new BsonDocument(command.Where(element => Kept.Contains(element.Name) && !element.Value.IsBsonNull));
        Check(options, database);
        return options;
    }

    public static void Check(BsonDocument options, string database)
    {
        if (options.TryGetValue("viewOn", out var source))
        {
            CheckView(options, source);
        }
        else if (options.Contains("pipeline"))
        {
            throw new CommandException(ErrorCode.InvalidOptions, "'pipeline' requires 'viewOn' to also be specified");
        }

        if (options.TryGetValue("validator", out var validator))
        {
            if (database is "admin" or "local" or "config")
            {
                throw new CommandException(ErrorCode.InvalidOptions, $"Document validators are not allowed on collections in the {database} database");
            }

            Filter.Parse(validator as BsonDocument ?? throw CommandException.TypeMismatch("BSON field 'validator' is the wrong type, expected type 'object'"));
        }

        OneOf(options, "validationLevel", "off", "strict", "moderate");
        OneOf(options, "validationAction", "error", "warn");
        if (options.TryGetValue("changeStreamPreAndPostImages", out var images)
            && (images is not BsonDocument setting || setting.GetValue("enabled", BsonNull.Value) is not BsonBoolean))
        {
            throw CommandException.TypeMismatch("BSON field 'changeStreamPreAndPostImages.enabled' is missing but a required field");
        }
    }

    private static void CheckView(BsonDocument options, BsonValue source)
    {
        if (source is not BsonString { Value.Length: > 0 })
        {
            throw CommandException.BadValue("'viewOn' cannot be empty");
        }

        if (options.Contains("validator"))
        {
            throw new CommandException(ErrorCode.InvalidOptions, "Cannot specify a validator on a view");
        }

        var pipeline = options.GetValue("pipeline", new BsonArray()) as BsonArray ?? throw CommandException.TypeMismatch("BSON field 'pipeline' is the wrong type, expected type 'array'");
        if (pipeline.OfType<BsonDocument>().Any(stage => stage.Contains("$out") || stage.Contains("$merge")))
        {
            throw new CommandException((ErrorCode)40570, "$out and $merge are not allowed in a view");
        }

        Pipeline.Parse(pipeline);
    }

    private static void OneOf(BsonDocument options, string name, params string[] values)
    {
        if (options.TryGetValue(name, out var value) && (value is not BsonString text || !values.Contains(text.Value)))
        {
            throw CommandException.BadValue($"Enumeration value '{BsonText.Of(value)}' for field 'create.{name}' is not a valid value.");
        }
    }
}
