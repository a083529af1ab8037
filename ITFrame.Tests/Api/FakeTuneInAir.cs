using System.Collections.Concurrent;
using ITFrame.Api.TuneIn;

namespace ITFrame.Tests.Api;

/// <summary>Takes songs, fails, or refuses, as the partner's key says.</summary>
internal sealed class FakeTuneInAir : ITuneInAir
{
    public const string RefusedKey = "refused";

    private readonly ConcurrentDictionary<string, int> _failures = new();

    public ConcurrentQueue<(string Station, string Title, string Artist)> Songs { get; } = new();

    /// <summary>The next reports of the station fail, so many of them.</summary>
    public void Fail(string station, int times) => _failures[station] = times;

    public Task<bool> ReportAsync(TuneInDocument settings, string partnerKey, string title, string artist, CancellationToken cancellationToken)
    {
        if (_failures.AddOrUpdate(settings.Username, 0, (_, left) => Math.Max(-1, left - 1)) >= 0 && _failures[settings.Username] > 0)
        {
            throw new HttpRequestException("TuneIn is out of reach.");
        }

        Songs.Enqueue((settings.Username, title, artist));
        return Task.FromResult(partnerKey != RefusedKey);
    }
}
