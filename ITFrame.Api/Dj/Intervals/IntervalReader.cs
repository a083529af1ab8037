using ITFrame.Api.Tunes;
using MongoDB.Bson;

namespace ITFrame.Api.Dj.Intervals;

/// <summary>Puts intervals and their songs together.</summary>
internal sealed class IntervalReader(TuneRepository tunes, TuneReader reader)
{
    public async Task<IReadOnlyList<Interval>> ReadAsync(string username, IReadOnlyList<IntervalDocument> intervals, bool isForDj, CancellationToken cancellationToken)
    {
        var ids = intervals.SelectMany(interval => interval.Songs).Distinct().ToList();
        var songs = ids.Count > 0
            ? (await reader.ReadAsync(username, await tunes.FindAsync(username, ids, cancellationToken), isForDj, cancellationToken))
                .ToDictionary(song => ObjectId.Parse(song.Id))
            : [];
        return [.. intervals.Select(interval => Interval.From(interval, songs))];
    }
}
