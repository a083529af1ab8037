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

    public async Task<IReadOnlyList<string>> ReadSetAsync(OperationKind kind, CancellationToken cancellationToken)
    {
        // The hub dates them by its own clock: a minute on either side allows for a difference.
        var start = _from.AddMinutes(-1);
        var end = _time.GetUtcNow().AddMinutes(1);
        var texts = new List<string>();
        var seen = new HashSet<string>();
        string? query = null;
        for (var page = 0; page < MaximumPages; page++)
        {
            var response = await SendAsync(_requests.Stored(kind, start, end, query), cancellationToken);
            foreach (var (id, text) in Parse(response.Body, kind == OperationKind.StoreSong ? "title" : "stream"))
            {
                // The same document on two pages is one; two documents of one text are something that was stored twice.
                if (id is null || seen.Add(id))
                {
                    texts.Add(text);
                }
            }

            if ((query = NextPage(response.Link)) is null)
            {
                return texts;
            }
        }

        throw new ReadBackException("the list does not end");
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

    private static List<(string? Id, string Text)> Parse(byte[] body, string field)
    {
        using var json = ParseJson(body);
        if (json.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw new ReadBackException("the list is not a JSON array");
        }

        return
        [
            .. json.RootElement.EnumerateArray()
                .Select(item => (Id: Text(item, "_id"), Text: Text(item, field)))
                .Where(item => item.Text is not null)
                .Select(item => (item.Id, item.Text!)),
        ];
    }

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
