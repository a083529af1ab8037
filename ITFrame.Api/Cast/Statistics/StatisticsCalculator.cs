using ITFrame.Api.Cast.Sessions;

namespace ITFrame.Api.Cast.Statistics;

/// <summary>A station's statistics, calculated when they are asked for: sessions are few against what their buckets would be.</summary>
internal sealed class StatisticsCalculator(SessionRepository sessions, TimeProvider time)
{
    /// <summary>The most buckets in one answer: a day of minutes, two months of hours.</summary>
    public const int MaxBuckets = 1500;

    /// <summary>Every bucket of a period, and the start of those that were too many for one answer.</summary>
    public async Task<(IReadOnlyList<CalculatedInfo> Buckets, DateTime? Next)> CalculateAsync(
        string username, Resolution resolution, DateTime start, DateTime end, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var from = resolution.Floor(start);
        var until = end < now ? end : now;
        var limit = until - from > resolution.Length * MaxBuckets ? from + resolution.Length * MaxBuckets : until;
        if (limit <= from)
        {
            return ([], null);
        }

        var figures = await sessions.CalculateAsync(username, resolution, from, resolution.Floor(limit - TimeSpan.FromTicks(1)) + resolution.Length, now, cancellationToken);
        var totals = figures.Totals.ToDictionary(bucket => bucket.Bucket);
        var clients = figures.Clients.ToLookup(share => share.Bucket);
        var countries = figures.Countries.ToLookup(share => share.Bucket);
        var buckets = new List<CalculatedInfo>();
        for (var opens = from; opens < limit; opens += resolution.Length)
        {
            var number = (int)((opens - DateTime.UnixEpoch).Ticks / resolution.Length.Ticks);
            buckets.Add(ToInfo(username, resolution, opens, now, totals.GetValueOrDefault(number), clients[number], countries[number]));
        }

        return (buckets, limit < until ? limit : null);
    }

    private static CalculatedInfo ToInfo(
        string username, Resolution resolution, DateTime opens, DateTime now, BucketTotals? totals, IEnumerable<BucketShare> clients, IEnumerable<BucketShare> countries)
    {
        var closes = opens + resolution.Length;
        var passed = (closes < now ? closes : now) - opens;
        var sessions = totals?.Sessions ?? 0;
        return new CalculatedInfo
        {
            Username = username,
            Resolution = resolution.Name,
            TotalSessions = sessions,
            UniqueListeners = totals?.Listeners ?? 0,
            AverageListeners = passed > TimeSpan.Zero ? Round((totals?.Milliseconds ?? 0) / passed.TotalMilliseconds) : 0,
            Tlh = Round((totals?.Milliseconds ?? 0) / TimeSpan.FromHours(1).TotalMilliseconds),
            AverageSessionTime = sessions > 0 ? Round(totals!.Lengths / (double)sessions / 1000) : 0,
            ClientSpread = [.. Shares(clients, sessions).Select(share => new ClientShare(share.Name, share.Percentage))],
            GeoSpread = [.. Shares(countries, sessions).Select(share => new CountryShare(share.Name, share.Percentage))],
            ReturningListeners = totals?.Returning ?? 0,
            UsefulSessions = totals?.Useful ?? 0,
            DateAdded = opens,
        };
    }

    private static IEnumerable<(string Name, double Percentage)> Shares(IEnumerable<BucketShare> shares, long sessions)
        => shares.OrderByDescending(share => share.Sessions).ThenBy(share => share.Name, StringComparer.Ordinal)
            .Select(share => (share.Name, Round(100.0 * share.Sessions / sessions)));

    private static double Round(double value) => Math.Round(value, 4, MidpointRounding.AwayFromZero);
}
