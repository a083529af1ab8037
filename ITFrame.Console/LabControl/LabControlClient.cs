using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace ITFrame.Console.LabControl;

/// <summary>The console's side of lab control's HTTP API.</summary>
internal sealed class LabControlClient(IHttpClientFactory clients, LabControlOptions options)
{
    public const string HttpClientName = "lab-control";

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Raising a site waits for its processes to be ready.</summary>
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromMinutes(2);

    /// <summary>A null means that the field is not there.</summary>
    private static readonly JsonSerializerOptions Sent = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public bool IsConfigured => options.Url is not null;

    public Task<IReadOnlyList<LabResource>> ListResourcesAsync(CancellationToken cancellationToken)
        => GetAsync<IReadOnlyList<LabResource>>("resources", cancellationToken);

    public Task<IReadOnlyList<LabLink>> ListLinksAsync(CancellationToken cancellationToken)
        => GetAsync<IReadOnlyList<LabLink>>("links", cancellationToken);

    public Task<LabReplicaSet> GetReplicaSetAsync(CancellationToken cancellationToken)
        => GetAsync<LabReplicaSet>("replica-set", cancellationToken);

    /// <summary>All resources, and then each one that changes, until lab control ends the stream.</summary>
    public IAsyncEnumerable<LabResource> WatchResourcesAsync(CancellationToken cancellationToken)
        => StreamAsync<LabResource>("resources/watch", cancellationToken);

    /// <summary>A resource's console output so far, and then each new line.</summary>
    public IAsyncEnumerable<LabLogLine> FollowLogsAsync(string resource, CancellationToken cancellationToken)
        => StreamAsync<LabLogLine>($"resources/{Uri.EscapeDataString(resource)}/logs?follow=true", cancellationToken);

    /// <exception cref="LabControlException">The command failed, or lab control cannot be reached.</exception>
    public Task ExecuteAsync(string resource, string command, CancellationToken cancellationToken)
        => DoAsync(HttpMethod.Post, $"resources/{Uri.EscapeDataString(resource)}/commands/{Uri.EscapeDataString(command)}", null, cancellationToken);

    /// <exception cref="LabControlException">The change was refused, or lab control cannot be reached.</exception>
    public Task ChangeLinkAsync(LabLink link, LinkChange change, CancellationToken cancellationToken)
        => DoAsync(HttpMethod.Put, PathOf(link), JsonContent.Create(change, options: Sent), cancellationToken);

    /// <summary>Puts a link back as the lab is configured.</summary>
    /// <exception cref="LabControlException">It was refused, or lab control cannot be reached.</exception>
    public Task RestoreLinkAsync(LabLink link, CancellationToken cancellationToken)
        => DoAsync(HttpMethod.Post, $"{PathOf(link)}/restore", null, cancellationToken);

    /// <exception cref="LabControlException">Lab control refused, or cannot be reached.</exception>
    public async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(AnswerTimeout);
        using var response = await SendAsync(HttpMethod.Get, path, null, timeout.Token, cancellationToken);
        return await ReadAsync<T>(response, timeout.Token, cancellationToken);
    }

    /// <exception cref="LabControlException">Lab control refused, or cannot be reached.</exception>
    public async Task<T> PostAsync<T>(string path, object body, CancellationToken cancellationToken)
        where T : class
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(AnswerTimeout);
        using var response = await SendAsync(HttpMethod.Post, path, JsonContent.Create(body, options: Sent), timeout.Token, cancellationToken);
        return await ReadAsync<T>(response, timeout.Token, cancellationToken);
    }

    /// <exception cref="LabControlException">Lab control refused, or cannot be reached.</exception>
    public async Task DoAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(CommandTimeout);
        using var response = await SendAsync(method, path, body, timeout.Token, cancellationToken);
    }

    /// <summary>An answer as it comes, for passing it on. The caller disposes it.</summary>
    /// <exception cref="LabControlException">Lab control refused, or cannot be reached.</exception>
    public Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellationToken)
        => SendAsync(HttpMethod.Get, path, null, cancellationToken, cancellationToken);

    private static string PathOf(LabLink link) => $"links/{Uri.EscapeDataString(link.A)}/{Uri.EscapeDataString(link.B)}";

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken timeout, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(timeout) ?? throw new LabControlException("Lab control answered with nothing.");
        }
        catch (Exception exception) when (IsTransport(exception, cancellationToken))
        {
            throw Unreachable(exception);
        }
    }

    private async IAsyncEnumerable<T> StreamAsync<T>(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, cancellationToken, cancellationToken);
        await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var items = SseParser.Create(content).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await items.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception exception) when (IsTransport(exception, cancellationToken))
            {
                throw Unreachable(exception);
            }

            if (Parse<T>(items.Current.Data) is { } item)
            {
                yield return item;
            }
        }
    }

    private static T? Parse<T>(string data)
        where T : class
    {
        try
        {
            return data.Length == 0 ? null : JsonSerializer.Deserialize<T>(data, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            // One event that cannot be read must not end the stream of those that can.
            return null;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body, CancellationToken timeout, CancellationToken cancellationToken)
    {
        var url = options.Url ?? throw new LabControlException("No lab control is configured.");
        using var request = new HttpRequestMessage(method, new Uri(url, path)) { Content = body };
        if (options.Token is { Length: > 0 } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        HttpResponseMessage response;
        try
        {
            response = await clients.CreateClient(HttpClientName).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout);
        }
        catch (Exception exception) when (IsTransport(exception, cancellationToken))
        {
            throw Unreachable(exception);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw new LabControlException(await ExplainAsync(response, timeout), status: response.StatusCode);
        }
    }

    private static async Task<string> ExplainAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            return $"Lab control refused the console's token ({LabControlOptions.TokenVariable}).";
        }

        try
        {
            if (await response.Content.ReadFromJsonAsync<ProblemDetails>(cancellationToken) is { } problem && (problem.Detail ?? problem.Title) is { Length: > 0 } text)
            {
                return text;
            }
        }
        catch (Exception exception) when (exception is JsonException or IOException or HttpRequestException)
        {
            // The status says enough.
        }

        return $"Lab control answered {(int)response.StatusCode}.";
    }

    private static bool IsTransport(Exception exception, CancellationToken cancellationToken)
        => exception is HttpRequestException or IOException or JsonException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static LabControlException Unreachable(Exception exception)
        => new(exception is OperationCanceledException ? "Lab control did not answer in time." : $"Lab control cannot be reached: {exception.Message}", exception);
}
