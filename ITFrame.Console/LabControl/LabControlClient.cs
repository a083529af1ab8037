using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace ITFrame.Console.LabControl;

/// <summary>The console's side of lab control's HTTP API.</summary>
internal sealed class LabControlClient(IHttpClientFactory clients, LabControlOptions options)
{
    public const string HttpClientName = "lab-control";

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Raising a site waits for its processes to be ready.</summary>
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromMinutes(2);

    public bool IsConfigured => options.Url is not null;

    public async Task<IReadOnlyList<LabResource>> ListResourcesAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(AnswerTimeout);
        using var response = await SendAsync(HttpMethod.Get, "resources", timeout.Token, cancellationToken);
        try
        {
            return await response.Content.ReadFromJsonAsync<List<LabResource>>(timeout.Token) ?? [];
        }
        catch (Exception exception) when (IsTransport(exception, cancellationToken))
        {
            throw Unreachable(exception);
        }
    }

    /// <summary>All resources, and then each one that changes, until lab control ends the stream.</summary>
    public IAsyncEnumerable<LabResource> WatchResourcesAsync(CancellationToken cancellationToken)
        => StreamAsync<LabResource>("resources/watch", cancellationToken);

    /// <summary>A resource's console output so far, and then each new line.</summary>
    public IAsyncEnumerable<LabLogLine> FollowLogsAsync(string resource, CancellationToken cancellationToken)
        => StreamAsync<LabLogLine>($"resources/{Uri.EscapeDataString(resource)}/logs?follow=true", cancellationToken);

    /// <exception cref="LabControlException">The command failed, or lab control cannot be reached.</exception>
    public async Task ExecuteAsync(string resource, string command, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(CommandTimeout);
        using var response = await SendAsync(HttpMethod.Post, $"resources/{Uri.EscapeDataString(resource)}/commands/{Uri.EscapeDataString(command)}", timeout.Token, cancellationToken);
    }

    private async IAsyncEnumerable<T> StreamAsync<T>(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        using var response = await SendAsync(HttpMethod.Get, path, cancellationToken, cancellationToken);
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

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, CancellationToken timeout, CancellationToken cancellationToken)
    {
        var url = options.Url ?? throw new LabControlException("No lab control is configured.");
        using var request = new HttpRequestMessage(method, new Uri(url, path));
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
            throw new LabControlException(await ExplainAsync(response, timeout));
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
