using ITFrame.Api.Cast.Sessions;
using ITFrame.Api.Cast.Statistics;

namespace ITFrame.Tests.Api;

/// <summary>What the statistics are by definition.</summary>
internal static class StatisticsModel
{
    public static IEnumerable<CalculatedInfo> Calculate(
        string username, Resolution resolution, IReadOnlyList<SessionDocument> sessions, DateTime start, DateTime end, DateTime now)
    {
        for (var opens = resolution.Floor(start); opens < end && opens < now; opens += resolution.Length)
        {
            var closes = opens + resolution.Length;
            var inside = sessions
                .Select(session => (Session: session, Begin: session.StartTime, End: session.EndTime ?? now))
                .Where(item => item.Begin == item.End ? item.Begin >= opens && item.Begin < closes : item.Begin < closes && item.End > opens)
                .ToList();
            var spent = inside.Sum(item => ((item.End < closes ? item.End : closes) - (item.Begin > opens ? item.Begin : opens)).TotalMilliseconds);
            yield return new CalculatedInfo
            {
                Username = username,
                Resolution = resolution.Name,
                TotalSessions = inside.Count,
                UniqueListeners = inside.Select(item => item.Session.ListenerId).Distinct().Count(),
                AverageListeners = Round(spent / ((closes < now ? closes : now) - opens).TotalMilliseconds),
                Tlh = Round(spent / 3_600_000),
                AverageSessionTime = inside.Count > 0 ? Round(inside.Sum(item => (item.End - item.Begin).TotalMilliseconds) / inside.Count / 1000) : 0,
                ClientSpread = [.. Shares(inside.Select(item => item.Session.Client!)).Select(share => new ClientShare(share.Name, share.Percentage))],
                GeoSpread = [.. Shares(inside.Select(item => item.Session.Country ?? "")).Select(share => new CountryShare(share.Name, share.Percentage))],
                ReturningListeners = inside.Count(item => item.Session.IsReturningListener),
                UsefulSessions = inside.Count(item => (item.End - item.Begin).TotalSeconds >= 5),
                DateAdded = opens,
            };
        }
    }

    private static IEnumerable<(string Name, double Percentage)> Shares(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.GroupBy(name => name).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, Round(100.0 * group.Count() / all.Count)));
    }

    private static double Round(double value) => Math.Round(value, 4, MidpointRounding.AwayFromZero);
}
