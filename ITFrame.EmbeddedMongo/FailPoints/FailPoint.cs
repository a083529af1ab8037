using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.FailPoints;

/// <summary>A place in the member where a test has ordered something to go wrong: every time, some times, or from some time on.</summary>
internal sealed class FailPoint
{
    private long _skips;
    private long _times;

    private FailPoint(long skips, long times, BsonDocument data)
    {
        _skips = skips;
        _times = times;
        Data = data;
    }

    public BsonDocument Data { get; }

    /// <summary>Null when the mode turns it off.</summary>
    public static FailPoint? Parse(BsonValue mode, BsonDocument data) => mode switch
    {
        BsonString { Value: "off" } => null,
        BsonString { Value: "alwaysOn" } => new FailPoint(0, long.MaxValue, data),
        BsonDocument { ElementCount: 1 } document when document.TryGetValue("times", out var times) => new FailPoint(0, Count(times), data),
        BsonDocument { ElementCount: 1 } document when document.TryGetValue("skip", out var skips) => new FailPoint(Count(skips), long.MaxValue, data),
        _ => throw CommandException.BadValue($"unknown fail point mode: {BsonText.Of(mode)}"),
    };

    /// <summary>Counts one more passage; true when it is one that fails.</summary>
    public bool Enter() => Interlocked.Decrement(ref _skips) < 0 && Interlocked.Decrement(ref _times) >= 0;

    private static long Count(BsonValue value) => BsonNumber.TryToInt64(value, out var count) && count >= 0
        ? count
        : throw CommandException.BadValue("'times' and 'skip' of a fail point must be non-negative integers");
}
