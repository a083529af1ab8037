using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Xunit;

namespace ITFrame.Tests.Api.Live;

/// <summary>A player that follows a station.</summary>
internal sealed class SseClient : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly Stream _stream;
    private readonly SseParser<string> _parser;
    private readonly IAsyncEnumerator<SseItem<string>> _items;
    private string? _resumedFrom;

    private SseClient(HttpResponseMessage response, Stream stream, string? resumedFrom, CancellationToken cancellationToken)
    {
        (_response, _stream, _resumedFrom) = (response, stream, resumedFrom);
        _parser = SseParser.Create(stream);
        _items = _parser.EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    /// <summary>What a browser says when it comes back.</summary>
    public string? LastEventId => _parser.LastEventId is { Length: > 0 } id ? id : _resumedFrom;

    /// <summary>Null where the hub has refused.</summary>
    public static async Task<SseClient?> TryOpenAsync(HttpClient hub, string station, string? lastEventId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/nowplaying/{station}/events");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await hub.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            response.Dispose();
            return null;
        }

        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return new SseClient(response, await response.Content.ReadAsStreamAsync(cancellationToken), lastEventId, cancellationToken);
    }

    public static async Task<SseClient> OpenAsync(HttpClient hub, string station, string? lastEventId, CancellationToken cancellationToken)
        => await TryOpenAsync(hub, station, lastEventId, cancellationToken) ?? throw new InvalidOperationException("The hub has refused.");

    /// <summary>Null at the end.</summary>
    public async Task<SseItem<string>?> NextAsync()
    {
        if (!await _items.MoveNextAsync())
        {
            return null;
        }

        if (_items.Current is { EventType: "gap", EventId: "" })
        {
            _resumedFrom = null;
        }

        return _items.Current;
    }

    /// <summary>The next song's title.</summary>
    public async Task<string> NextSongAsync()
    {
        while (true)
        {
            var item = await NextAsync() ?? throw new InvalidOperationException("The stream has ended.");
            if (TitleOf(item) is { } title)
            {
                return title;
            }
        }
    }

    /// <summary>Until there is something to come back with.</summary>
    public async Task SettleAsync()
    {
        while (LastEventId is null)
        {
            _ = await NextAsync() ?? throw new InvalidOperationException("The stream has ended.");
        }
    }

    public static string? TitleOf(SseItem<string> item)
        => item.EventType == "song" ? JsonDocument.Parse(item.Data).RootElement.GetProperty("song").GetString() : null;

    public async ValueTask DisposeAsync()
    {
        await _items.DisposeAsync();
        await _stream.DisposeAsync();
        _response.Dispose();
    }
}
