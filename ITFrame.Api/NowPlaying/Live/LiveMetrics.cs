using System.Diagnostics.Metrics;

namespace ITFrame.Api.NowPlaying.Live;

/// <summary>The counts of those who follow stations. Documented in the project's README.</summary>
internal sealed class LiveMetrics
{
    public const string MeterName = "ITFrame.Api";

    private readonly Counter<long> _events;
    private readonly Counter<long> _catchUps;
    private readonly Counter<long> _dropped;

    public LiveMetrics(IMeterFactory meters, SongFeed feed)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableUpDownCounter("itframe.live.followers", () => feed.Followers, "{follower}", "Connections that follow a station's songs.");
        _events = meter.CreateCounter<long>("itframe.live.events", "{event}", "Songs sent to followers, each to each.");
        _catchUps = meter.CreateCounter<long>("itframe.live.catch_ups", "{read}", "Followers' own streams, for what the shared one does not reach, by whether they could go on.");
        _dropped = meter.CreateCounter<long>("itframe.live.dropped", "{follower}", "Followers whose connection was ended because they took nothing.");
    }

    public void Sent() => _events.Add(1);

    public void CaughtUp(bool found) => _catchUps.Add(1, new KeyValuePair<string, object?>("itframe.live.found", found));

    public void Dropped() => _dropped.Add(1);
}
