using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.ChangeStreams;

/// <summary>What a client asks of a change stream, as the $changeStream stage says it.</summary>
internal sealed record ChangeStreamOptions
{
    private static readonly string[] Known =
        ["fullDocument", "fullDocumentBeforeChange", "resumeAfter", "startAfter", "startAtOperationTime", "allChangesForCluster", "showExpandedEvents"];

    /// <summary>default, updateLookup, whenAvailable or required.</summary>
    public required string FullDocument { get; init; }

    /// <summary>off, whenAvailable or required.</summary>
    public required string BeforeChange { get; init; }

    /// <summary>Null: from now on.</summary>
    public ChangePosition? Start { get; init; }

    public bool IsWholeCluster { get; init; }

    public bool ShowsExpandedEvents { get; init; }

    public static ChangeStreamOptions Parse(BsonValue stage)
    {
        if (stage is not BsonDocument document)
        {
            throw CommandException.TypeMismatch("$changeStream must take a nested object");
        }

        if (document.Names.FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
        {
            throw new CommandException((ErrorCode)40415, $"BSON field '$changeStream.{unknown}' is an unknown field.");
        }

        return new ChangeStreamOptions
        {
            FullDocument = OneOf(document, "fullDocument", "default", "updateLookup", "whenAvailable", "required"),
            BeforeChange = OneOf(document, "fullDocumentBeforeChange", "off", "whenAvailable", "required"),
            Start = ParseStart(document),
            IsWholeCluster = document.GetValue("allChangesForCluster", false) == true,
            ShowsExpandedEvents = document.GetValue("showExpandedEvents", false) == true,
        };
    }

    private static string OneOf(BsonDocument document, string name, params string[] values)
    {
        var value = document.GetValue(name, BsonNull.Value);
        return value is BsonNull ? values[0]
            : value is BsonString text && values.Contains(text.Value) ? text.Value
            : throw CommandException.BadValue($"Enumeration value '{BsonText.Of(value)}' for field '$changeStream.{name}' is not a valid value.");
    }

    private static ChangePosition? ParseStart(BsonDocument document)
    {
        var given = document.Where(element => element.Name is "resumeAfter" or "startAfter" or "startAtOperationTime" && element.Value is not BsonNull).ToList();
        if (given.Count > 1)
        {
            throw new CommandException((ErrorCode)40674, "Only one type of resume option is allowed, but multiple were found.");
        }

        if (given.Count == 0)
        {
            return null;
        }

        switch (given[0])
        {
            case { Name: "startAtOperationTime", Value: BsonTimestamp time }:
                return ChangePosition.After(time.Value - 1);
            case { Name: "startAtOperationTime" }:
                throw CommandException.TypeMismatch("startAtOperationTime must be a timestamp");
            default:
                var position = ResumeToken.Parse(given[0].Value);
                return position.IsInvalidate && given[0].Name == "resumeAfter"
                    ? throw new CommandException(ErrorCode.InvalidResumeToken, "Attempting to resume a change stream using 'resumeAfter' is not allowed from an invalidate notification.")
                    : position;
        }
    }
}
