using System.Globalization;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>Compares what the driver threw with the error that a test expects.</summary>
internal static class ErrorMatcher
{
    public static void Match(BsonDocument expected, Exception exception, ValueMatcher values)
    {
        foreach (var element in expected)
        {
            if (!Holds(element, exception, values))
            {
                throw new MismatchException($"expected an error with {element}, but it is {exception.GetType().Name}: {exception.Message} [{string.Join(", ", Labels(exception))}]");
            }
        }
    }

    private static bool Holds(BsonElement expected, Exception exception, ValueMatcher values)
    {
        var value = expected.Value;
        switch (expected.Name)
        {
            case "isError":
                return true;
            case "isClientError":
                return IsClientError(exception) == value.AsBoolean;
            case "isTimeoutError":
                return (Cause(exception) is TimeoutException or MongoExecutionTimeoutException) == value.AsBoolean;
            case "errorContains":
                return Chain(exception).Any(one => one.Message.Contains(value.AsString, StringComparison.OrdinalIgnoreCase));
            case "errorCode":
                return Code(Cause(exception)) == value.ToInt32();
            case "errorCodeName":
                return CodeName(Cause(exception)) == value.AsString;
            case "errorLabelsContain":
                return value.AsBsonArray.All(label => Labels(exception).Contains(label.AsString));
            case "errorLabelsOmit":
                return !value.AsBsonArray.Any(label => Labels(exception).Contains(label.AsString));
            case "errorResponse":
                values.Match(value, (Cause(exception) as MongoCommandException)?.Result ?? (Cause(exception) as MongoWriteException)?.WriteError?.Details, "errorResponse");
                return true;
            case "expectResult":
                values.Match(value, PartialResult(exception), "expectResult of the error");
                return true;
            case "writeErrors" when exception is ClientBulkWriteException bulk:
                foreach (var error in value.AsBsonDocument)
                {
                    values.Match(error.Value, new BsonDocument(bulk.WriteErrors.Select(Describe)).GetValue(error.Name, null!), $"writeErrors.{error.Name}");
                }

                return bulk.WriteErrors.Count == value.AsBsonDocument.ElementCount;
            case "writeConcernErrors" when exception is ClientBulkWriteException bulk:
                values.Match(value, new BsonArray(bulk.WriteConcernErrors.Select(Describe)), "writeConcernErrors");
                return true;
            default:
                throw new UnsupportedException($"this runner has no error expectation '{expected.Name}' for a {exception.GetType().Name}");
        }
    }

    private static BsonElement Describe(KeyValuePair<int, WriteError> entry) =>
        new(entry.Key.ToString(CultureInfo.InvariantCulture), new BsonDocument { { "code", entry.Value.Code }, { "message", entry.Value.Message } });

    private static BsonDocument Describe(MongoWriteConcernException exception) =>
        new() { { "code", exception.WriteConcernResult.Response["writeConcernError"]["code"] }, { "message", exception.Message } };

    private static bool IsClientError(Exception exception) => exception switch
    {
        ClientBulkWriteException { InnerException: { } inner } => IsClientError(inner),
        ArgumentException or InvalidOperationException or MongoClientException or BsonException or MongoConnectionException or NotSupportedException or TimeoutException => true,
        _ => false,
    };

    // What the server said may be wrapped in what the driver was doing.
    private static Exception Cause(Exception exception) => exception switch
    {
        ClientBulkWriteException or MongoConnectionException when exception.InnerException is { } inner => Cause(inner),
        _ => exception,
    };

    private static int? Code(Exception exception) => exception switch
    {
        MongoWriteException { WriteError: { } error } => error.Code,
        MongoBulkWriteException { WriteErrors: [var first, ..] } => first.Code,
        MongoCommandException command => command.Code,
        MongoExecutionTimeoutException timeout => timeout.Code,
        _ => null,
    };

    private static string? CodeName(Exception exception) => exception switch
    {
        MongoWriteConcernException concern => concern.CodeName ?? concern.Result["writeConcernError"]["codeName"].AsString,
        MongoCommandException command => command.CodeName,
        MongoExecutionTimeoutException timeout => timeout.CodeName,
        _ => null,
    };

    private static IReadOnlyList<string> Labels(Exception exception) => exception is MongoException mongo ? mongo.ErrorLabels : [];

    private static BsonDocument? PartialResult(Exception exception) => exception switch
    {
        MongoBulkWriteException<BsonDocument> bulk => Results.Of(bulk.Result),
        ClientBulkWriteException bulk => bulk.PartialResult is { } partial ? Results.Of(partial) : null,
        _ => null,
    };

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var one = exception; one is not null; one = one.InnerException)
        {
            yield return one;
        }
    }
}
