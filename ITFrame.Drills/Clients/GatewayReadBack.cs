using System.Globalization;
using System.Text.Json;
using ITFrame.Drills.Checking;
using ITFrame.Drills.Traffic;

namespace ITFrame.Drills.Clients;

/// <summary>Reads back what is in the database through one gateway.</summary>
internal sealed class GatewayReadBack : IReadBackSource, IDisposable
{
    private const int NotFound = 404;

    /// <summary>A page holds up to a thousand entries; more pages than this means that the list does not end.</summary>
    private const int MaximumPages = 10_000;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>The hub dates things by its own clock: a minute on either side of the run allows for a difference.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly DrillClient _client;
    private readonly HubRequests _requests;
    private readonly DateTimeOffset _from;
    private readonly TimeProvider _time;

    /// <param name="gateway">The gateway.</param>
    /// <param name="dialer">Opens connections.</param>
    /// <param name="requests">The hub's operations.</param>
    /// <param name="from">The run's start.</param>
    /// <param name="time">The clock.</param>
    public GatewayReadBack(GatewayEndpoint gateway, IGatewayDialer dialer, HubRequests requests, DateTimeOffset from, TimeProvider time)
    {
        Name = gateway.Site;
        _client = new DrillClient([gateway], dialer, new ClientOptions(), time);
        _requests = requests;
        _from = from;
        _time = time;
    }

    public string Name { get; }

    private DateTimeOffset Start => _from - Margin;

    public async Task<IReadOnlyList<string>> ReadSetAsync(OperationKind kind, CancellationToken cancellationToken)
    {
        var field = kind == OperationKind.StoreSong ? "title" : "stream";
        return await ReadListAsync(kind, Start, _time.GetUtcNow() + Margin, item => Text(item, field), cancellationToken);
    }

    public async Task<SessionStatistics> ReadStatisticsAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var start = new DateTimeOffset(Start.Ticks - (Start.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        var response = await SendAsync(_requests.Statistics(start, now + Margin), cancellationToken);
        using var json = ParseJson(response.Body);
        var buckets = Items(json).Select(item => new StatisticsBucket(
            Time(item, "dateAdded") ?? throw new ReadBackException("the statistics have no time"), (long)Number(item, "totalSessions"), Number(item, "tlh"))).ToList();
        var sessions = await ReadListAsync(
            OperationKind.CreateSession, start, now + Margin, item => Time(item, "startTime") is { } begun ? new SessionTime(begun, Time(item, "endTime")) : null, cancellationToken);
        return new SessionStatistics(buckets, sessions, now);
    }

    public async Task<string?> ReadSettingAsync(string station, CancellationToken cancellationToken)
    {
        var response = await SendAsync(HubRequests.PublicPlayer(station), cancellationToken, NotFound);
        if (response.Status == NotFound)
        {
            return null;
        }

        using var json = ParseJson(response.Body);
        return Text(json.RootElement, "name") ?? throw new ReadBackException($"the player of {station} has no name");
    }

    public async Task<FinalValue?> ReadRegisterAsync(string station, CancellationToken cancellationToken)
    {
        var response = await SendAsync(_requests.Settings(station, view: null), cancellationToken, NotFound);
        if (response.Status == NotFound)
        {
            return null;
        }

        using var json = ParseJson(response.Body);
        return new FinalValue(Text(json.RootElement, "name"), response.Revision ?? throw new ReadBackException($"the settings of {station} have no revision"));
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Returns the query of the link with relation next (RFC 8288), which is relative to the page it came with.</summary>
    internal static string? NextPage(string? link)
    {
        foreach (var part in (link ?? "").Split(','))
        {
            var begin = part.IndexOf('<', StringComparison.Ordinal);
            var end = part.IndexOf('>', StringComparison.Ordinal);
            if (begin >= 0 && end > begin && part[end..].Contains("rel=\"next\"", StringComparison.Ordinal))
            {
                var target = part[(begin + 1)..end];
                var query = target.IndexOf('?', StringComparison.Ordinal);
                return query >= 0 ? target[query..] : null;
            }
        }

        return null;
    }

    /// <summary>Reads all pages of what was stored in a period; items of which nothing is made are left out.</summary>
    private async Task<IReadOnlyList<T>> ReadListAsync<T>(
        OperationKind kind, DateTimeOffset start, DateTimeOffset end, Func<JsonElement, T?> make, CancellationToken cancellationToken)
        where T : class
    {
        var found = new List<T>();
        var seen = new HashSet<string>();
        string? query = null;
        for (var page = 0; page < MaximumPages; page++)
        {
            var response = await SendAsync(_requests.Stored(kind, start, end, query), cancellationToken);
            using var json = ParseJson(response.Body);
            foreach (var item in Items(json))
            {
                // The same document on two pages is one; two documents of one text are something that was stored twice.
                if (make(item) is { } made && (Text(item, "_id") is not { } id || seen.Add(id)))
                {
                    found.Add(made);
                }
            }

            if ((query = NextPage(response.Link)) is null)
            {
                return found;
            }
        }

        throw new ReadBackException("the list does not end");
    }

    private static JsonElement.ArrayEnumerator Items(JsonDocument json)
        => json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement.EnumerateArray() : throw new ReadBackException("the list is not a JSON array");

    private static DateTimeOffset? Time(JsonElement element, string name)
        => Text(element, name) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static double Number(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.TryGetDouble(out var number) ? number : throw new ReadBackException($"the statistics have no {name}");

    private static JsonDocument ParseJson(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException exception)
        {
            throw new ReadBackException($"the answer is not JSON: {exception.Message}");
        }
    }

    private static string? Text(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private async Task<ClientResponse> SendAsync(ClientRequest request, CancellationToken cancellationToken, int? alsoAllowed = null)
    {
        var response = await _client.SendAsync(request, Deadline, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return response.Outcome == ClientOutcome.Succeeded || (alsoAllowed is not null && response.Status == alsoAllowed && response.Outcome == ClientOutcome.Rejected)
            ? response
            : throw new ReadBackException(response.Failure ?? response.Outcome.ToString());
    }
}
