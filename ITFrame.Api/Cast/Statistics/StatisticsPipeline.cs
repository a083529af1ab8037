using MongoDB.Bson;

namespace ITFrame.Api.Cast.Statistics;

/// <summary>
/// The aggregation over a station's sessions. A session counts in each bucket that it touches, with the time that it spends there;
/// one that begins and ends in the same millisecond touches the bucket of that millisecond.
/// </summary>
internal static class StatisticsPipeline
{
    /// <summary>A session that lasts at least this long is a useful one. Cast has always taken shorter ones for players that only look in.</summary>
    public const int UsefulMilliseconds = 5_000;

    /// <param name="username">The station.</param>
    /// <param name="resolution">The buckets' length.</param>
    /// <param name="start">The start of the first bucket.</param>
    /// <param name="end">The end of the period, which is not part of it.</param>
    /// <param name="now">Until when open sessions are counted.</param>
    public static IEnumerable<BsonDocument> Create(string username, Resolution resolution, DateTime start, DateTime end, DateTime now)
    {
        var size = (long)resolution.Length.TotalMilliseconds;
        var (from, to) = (Milliseconds(start), Milliseconds(end < now ? end : now));
        var sessionEnd = new BsonDocument("$ifNull", new BsonArray { "$endTime", now });
        yield return new BsonDocument("$match", new BsonDocument
        {
            { "username", username },
            { "startTime", new BsonDocument("$lt", end) },
            { "$or", new BsonArray { new BsonDocument("endTime", BsonNull.Value), new BsonDocument("endTime", new BsonDocument("$gte", start)) } },
        });
        yield return new BsonDocument("$project", new BsonDocument
        {
            { "listenerId", 1 }, { "isReturningListener", 1 }, { "client", 1 }, { "country", 1 },
            { "begin", Max(Long("$startTime"), from) },
            { "end", Min(Long(sessionEnd), to) },
            { "length", Subtract(Long(sessionEnd), Long("$startTime")) },
        });
        // A session that ended exactly where the period begins was not in it, unless it is one of no length.
        yield return new BsonDocument("$match", new BsonDocument("$expr", new BsonDocument("$or", new BsonArray
        {
            new BsonDocument("$gt", new BsonArray { "$end", "$begin" }),
            new BsonDocument("$and", new BsonArray { new BsonDocument("$lte", new BsonArray { "$length", 0 }), new BsonDocument("$eq", new BsonArray { "$end", "$begin" }) }),
        })));
        yield return new BsonDocument("$set", new BsonDocument("bucket", new BsonDocument("$range", new BsonArray
        {
            Bucket("$begin", size),
            new BsonDocument("$add", new BsonArray { Bucket(Max(Subtract("$end", 1), "$begin"), size), 1 }),
        })));
        yield return new BsonDocument("$unwind", "$bucket");
        var opens = new BsonDocument("$multiply", new BsonArray { new BsonDocument("$toLong", "$bucket"), size });
        yield return new BsonDocument("$set", new BsonDocument(
            "inside", Subtract(Min("$end", new BsonDocument("$add", new BsonArray { opens, size })), Max("$begin", opens))));
        yield return new BsonDocument("$facet", new BsonDocument
        {
            {
                "totals", new BsonArray
                {
                    new BsonDocument("$group", new BsonDocument
                    {
                        { "_id", "$bucket" },
                        { "sessions", Sum(1) },
                        { "listeners", new BsonDocument("$addToSet", "$listenerId") },
                        { "milliseconds", Sum("$inside") },
                        { "lengths", Sum("$length") },
                        { "returning", Sum(If("$isReturningListener")) },
                        { "useful", Sum(If(new BsonDocument("$gte", new BsonArray { "$length", UsefulMilliseconds }))) },
                    }),
                    new BsonDocument("$set", new BsonDocument("listeners", new BsonDocument("$size", "$listeners"))),
                }
            },
            { "clients", Spread("$client") },
            { "countries", Spread("$country") },
        });
    }

    private static BsonArray Spread(string field) =>
    [
        new BsonDocument("$group", new BsonDocument
        {
            { "_id", new BsonDocument { { "bucket", "$bucket" }, { "name", new BsonDocument("$ifNull", new BsonArray { field, "" }) } } },
            { "sessions", Sum(1) },
        }),
        new BsonDocument("$project", new BsonDocument { { "_id", 0 }, { "bucket", "$_id.bucket" }, { "name", "$_id.name" }, { "sessions", 1 } }),
    ];

    private static long Milliseconds(DateTime time) => new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static BsonDocument Long(BsonValue value) => new("$toLong", value);

    private static BsonDocument Max(BsonValue one, BsonValue other) => new("$max", new BsonArray { one, other });

    private static BsonDocument Min(BsonValue one, BsonValue other) => new("$min", new BsonArray { one, other });

    private static BsonDocument Subtract(BsonValue one, BsonValue other) => new("$subtract", new BsonArray { one, other });

    private static BsonDocument Sum(BsonValue value) => new("$sum", value);

    private static BsonDocument If(BsonValue condition) => new("$cond", new BsonArray { condition, 1, 0 });

    private static BsonDocument Bucket(BsonValue milliseconds, long size)
        => new("$toInt", new BsonDocument("$floor", new BsonDocument("$divide", new BsonArray { milliseconds, size })));
}
