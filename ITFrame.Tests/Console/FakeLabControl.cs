using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ITFrame.Tests.Console;

/// <summary>Lab control's HTTP API, with resources that the test sets.</summary>
internal sealed class FakeLabControl : IAsyncDisposable
{
    public const string Token = "token-of-lab-control";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, object> _resources = new();
    private Channel<string> _watch = Channel.CreateUnbounded<string>();

    private FakeLabControl(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    public ConcurrentQueue<string> Commands { get; } = new();

    public string[] Settings => [$"--ITFRAME_CONTROL_URL={Url}", $"--ITFRAME_CONTROL_TOKEN={Token}"];

    public static async Task<FakeLabControl> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var control = new FakeLabControl(app);
        app.Use((context, next) =>
        {
            if (context.Request.Headers.Authorization != $"Bearer {Token}")
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return Task.CompletedTask;
            }

            return next(context);
        });
        app.MapGet("/resources", () => control._resources.Values);
        app.MapGet("/resources/watch", control.WatchAsync);
        app.MapGet("/resources/{name}/logs", async (HttpContext context, string name) =>
        {
            context.Response.ContentType = "text/event-stream";
            for (var line = 1; line <= 600; line++)
            {
                await context.Response.WriteAsync($"data: {{\"line\":{line},\"text\":\"{name} says {line}\",\"isError\":{(line % 2 == 0 ? "true" : "false")}}}\n\n", context.RequestAborted);
            }
        });
        app.MapPost("/resources/{name}/commands/{command}", (string name, string command) =>
        {
            control.Commands.Enqueue($"{name}:{command}");
            return command == "kill" ? Results.Problem("The process is not running.", statusCode: 409) : Results.Ok(new { success = true });
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return control;
    }

    public void Set(string name, string state, string? site = "london", string kind = "api")
    {
        var resource = new
        {
            name,
            type = "Project",
            kind,
            site,
            state,
            health = state == "Running" ? "Healthy" : null,
            pid = 4711,
            startedAt = DateTimeOffset.UnixEpoch,
            exitCode = (int?)null,
            urls = new[] { new { name = "http", url = "http://localhost:5001" } },
            commands = new[]
            {
                new { name = "kill", displayName = "Kill", description = "kill -9", confirmation = (string?)null, state = "enabled" },
                new { name = "sink", displayName = "Sink", description = "Sinks it", confirmation = (string?)"Really sink it?", state = "enabled" },
                new { name = "thaw", displayName = "Thaw", description = "Goes on", confirmation = (string?)null, state = "disabled" },
                new { name = "secret", displayName = "Secret", description = "Not shown", confirmation = (string?)null, state = "hidden" },
            },
            somethingNew = 1,
        };
        _resources[name] = resource;
        Send(JsonSerializer.Serialize(resource));
    }

    public void Forget(string name) => _resources.TryRemove(name, out _);

    public void Send(string data) => _watch.Writer.TryWrite(data);

    /// <summary>Ends the stream as a restart of lab control does.</summary>
    public void EndWatch()
    {
        var former = Interlocked.Exchange(ref _watch, Channel.CreateUnbounded<string>());
        former.Writer.Complete();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task WatchAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(": a comment\n\n", context.RequestAborted);
        await foreach (var data in _watch.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.WriteAsync($"event: resource\ndata: {data}\n\n", context.RequestAborted);
        }
    }
}
