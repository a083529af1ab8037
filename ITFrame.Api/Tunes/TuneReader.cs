using ITFrame.Api.Dj.Tags;

namespace ITFrame.Api.Tunes;

/// <summary>Puts songs and their tags together.</summary>
internal sealed class TuneReader(TagRepository tags)
{
    public async Task<IReadOnlyList<Tune>> ReadAsync(string username, IReadOnlyList<TuneDocument> tunes, bool isForDj, CancellationToken cancellationToken)
    {
        var known = tunes.Any(tune => tune.Tags is { Count: > 0 })
            ? (await tags.FindAsync(username, cancellationToken)).ToDictionary(tag => tag.Id)
            : [];
        return [.. tunes.Select(tune => Tune.From(tune, known, isForDj))];
    }
}
