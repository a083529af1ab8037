using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MongoDB.Bson;

namespace ITFrame.Drills.Seeding;

/// <summary>
/// A station and its past, as documents of the hub's collections. Few stations are big: audiences fall off with the rank, as
/// they do everywhere, and more people listen in the evening than at night.
/// </summary>
internal sealed class StationHistory(int rank, int days, int seed, DateTime now)
{
    public const string Prefix = "seed-";

    private const string Stream = "128kbps";

    private static readonly string[] Countries = ["GB", "DE", "BE", "NL", "FR", "US", "NO", "CA"];
    private static readonly string[] Players = ["Web player", "VLC/3.0", "iOS app", "Android app", "Sonos", "Winamp"];
    private static readonly string[] Adjectives = ["Silent", "Northern", "Electric", "Golden", "Hidden", "Paper", "Midnight", "Static"];
    private static readonly string[] Nouns = ["Harbour", "Signals", "Quorum", "Lanterns", "Rivers", "Antennas", "Tides", "Echoes"];

    /// <summary>Of a thousand listeners so many come in each hour of the day.</summary>
    private static readonly int[] Hours = [14, 9, 6, 5, 6, 10, 22, 40, 52, 50, 46, 45, 48, 46, 45, 48, 54, 62, 68, 72, 74, 68, 52, 28];

    private readonly Random _random = new(HashCode(rank, seed));

    public string Username { get; } = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{rank:D5}");

    /// <summary>The station's statistics key: these stations guard nothing.</summary>
    public string Key => $"key-{Username}";

    /// <summary>Hours a day on the air.</summary>
    private int OnAir => rank <= 20 ? 24 : Math.Max(2, 14 - (int)Math.Log2(rank));

    private double SessionsADay => 250 / Math.Pow(rank, 0.8);

    public BsonDocument Station() => new()
    {
        { "username", Username },
        { "name", $"{Pick(Adjectives)} {Pick(Nouns)} Radio" },
        { "genre", Pick("Pop", "Rock", "Jazz", "Talk", "Electronic", "Misc") },
        { "hostname", $"https://{Username}.radioca.st" },
        { "streams", new BsonArray { new BsonDocument { { "stream", Stream }, { "primary", true } } } },
        { "internal", new BsonDocument("statistics", new BsonDocument("keyHash", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key))))) },
        { "revision", 1L },
    };

    public BsonDocument Player() => new()
    {
        { "username", Username }, { "name", $"{Username} player" }, { "transparentBackground", false },
        { "backgroundColour", "#0b1f3a" }, { "tint", "#4fc3f7" }, { "buttons", new BsonArray() }, { "revision", 1L },
    };

    public IEnumerable<BsonDocument> Songs() => OnAirTimes(TimeSpan.FromMinutes(4)).Select(time =>
    {
        var (artist, title) = ($"{Pick(Adjectives)} {Pick(Nouns)}", $"{Pick(Nouns)} No. {_random.Next(1, 60)}");
        return new BsonDocument
        {
            { "_id", ObjectId.GenerateNewId(time) }, { "username", Username }, { "stream", Stream },
            { "song", $"{artist} - {title}" }, { "title", title }, { "artist", artist }, { "time", time },
        };
    });

    public IEnumerable<BsonDocument> Statuses() => OnAirTimes(TimeSpan.FromHours(1)).Select(time => new BsonDocument
    {
        { "_id", ObjectId.GenerateNewId(time) }, { "username", Username }, { "stream", Stream },
        { "listenerCount", (int)(SessionsADay * Hours[time.Hour] / 2000 * (0.5 + _random.NextDouble())) }, { "time", time },
    });

    /// <summary>The listeners, and their sessions: most listen for minutes, some for hours, and the last are still there.</summary>
    public (IReadOnlyList<BsonDocument> Listeners, IReadOnlyList<BsonDocument> Sessions) Audience()
    {
        var listeners = Enumerable.Range(0, Math.Max(1, (int)(SessionsADay * 3))).Select(number => new BsonDocument
        {
            { "_id", ObjectId.GenerateNewId() }, { "username", Username },
            { "ip", string.Create(CultureInfo.InvariantCulture, $"198.18.{number / 250 % 250}.{number % 250}") }, { "client", Pick(Players) },
            { "geo", new BsonDocument("countryCode", Pick(Countries)) }, { "lastSeen", now },
        }).ToList();
        var seen = new HashSet<ObjectId>();
        var sessions = new List<BsonDocument>();
        for (var day = days; day > 0; day--)
        {
            var count = (int)(SessionsADay * (0.7 + 0.6 * _random.NextDouble()) + _random.NextDouble());
            for (var number = 0; number < count; number++)
            {
                var start = now.Date.AddDays(1 - day).AddHours(HourOfDay()).AddSeconds(_random.Next(3600));
                if (start >= now)
                {
                    continue;
                }

                // Regulars come again: the square favours the first of the list.
                var listener = listeners[(int)(Math.Pow(_random.NextDouble(), 2) * listeners.Count)];
                var end = start.AddSeconds(Math.Min(36_000, Math.Exp(5.5 + 1.5 * Gaussian())));
                var session = new BsonDocument
                {
                    { "_id", ObjectId.GenerateNewId(start) }, { "username", Username }, { "listenerId", listener["_id"] }, { "startTime", start },
                    { "isReturningListener", !seen.Add(listener["_id"].AsObjectId) }, { "stream", Stream },
                    { "client", listener["client"] }, { "country", listener["geo"]["countryCode"] },
                };
                if (end < now)
                {
                    session["endTime"] = end;
                }

                sessions.Add(session);
            }
        }

        return (listeners, sessions);
    }

    /// <summary>Not <c>HashCode.Combine</c>, which is another in every process.</summary>
    private static int HashCode(int rank, int seed) => unchecked(seed * 486_187_739 + rank * 16_777_619);

    private IEnumerable<DateTime> OnAirTimes(TimeSpan every)
    {
        var from = (24 - OnAir) / 2;
        for (var time = now.Date.AddDays(1 - days); time < now; time += every)
        {
            if (time.Hour >= from && time.Hour < from + OnAir)
            {
                yield return time;
            }
        }
    }

    private int HourOfDay()
    {
        var left = _random.Next(Hours.Sum());
        var hour = 0;
        while ((left -= Hours[hour]) >= 0)
        {
            hour++;
        }

        return hour;
    }

    private double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private string Pick(params ReadOnlySpan<string> values) => values[_random.Next(values.Length)];
}
