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
    private readonly ConcurrentDictionary<string, object> _links = new();
    private volatile object? _replicaSet;
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
            if (command == "sink" && !control._links.IsEmpty)
            {
                control.Sink(name["site-".Length..]);
            }

            return command == "kill" ? Results.Problem("The process is not running.", statusCode: 409) : Results.Ok(new { success = true });
        });
        app.MapGet("/links", () => control._links.Values);
        app.MapPut("/links/{a}/{b}", (string a, string b, JsonElement change) =>
        {
            control.Commands.Enqueue($"{a}/{b}:{change}");
            control.SetLink(a, b, change.TryGetProperty("roundTripMilliseconds", out var delay) ? delay.GetDouble() : 10, change.TryGetProperty("state", out var state) ? state.GetString()! : "up");
        });
        app.MapPost("/links/{a}/{b}/restore", (string a, string b) => control.SetLink(a, b));
        app.MapGet("/replica-set", () => control._replicaSet is { } set ? Results.Json(set) : Results.Problem("The set is unknown.", statusCode: 503));
        app.MapGet("/resources/{name}/environment", () => new[]
        {
            new { name = "ITFRAME_SITE", value = (string?)"london", isSecret = false },
            new { name = "Api__ControlToken", value = (string?)null, isSecret = true },
        });
        FakeDrills.Map(app);
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

    public void SetLink(string a, string b, double roundTripMilliseconds = 10, string state = "up")
        => _links[string.CompareOrdinal(a, b) < 0 ? $"{a}/{b}" : $"{b}/{a}"] = new { a, b, roundTripMilliseconds, jitterMilliseconds = 1.0, lossPercent = 0.0, bandwidthMegabits = 0.0, state, connections = 3 };

    /// <summary>Sets the members' roles; the first primary among them is the set's.</summary>
    public void SetMembers(long term, params (string Site, string Role)[] members)
        => _replicaSet = new
        {
            name = "itframe",
            term,
            primary = members.Where(member => member.Role == "primary").Select(member => $"mongo-{member.Site}").FirstOrDefault(),
            members = members.Select(member => new { name = $"mongo-{member.Site}", site = member.Site, host = $"mongo.{member.Site}.itframe.test:27017", role = member.Role, term, lagSeconds = 0.0 }),
        };

    /// <summary>A whole lab that is well: two regions and a witness, London's member primary.</summary>
    public void SetLab()
    {
        foreach (var site in new[] { "london", "frankfurt", "amsterdam" })
        {
            Set($"site-{site}", "Running", site, "site");
            Set($"mongo-{site}", "Running", site, "member");
        }

        foreach (var site in new[] { "london", "frankfurt" })
        {
            Set($"gateway-{site}", "Running", site, "gateway");
            Set($"api-{site}-1", "Running", site);
            Set($"api-{site}-2", "Running", site);
            SetLink("internet", site, 20);
        }

        SetLink("london", "frankfurt");
        SetLink("london", "amsterdam", 7);
        SetLink("frankfurt", "amsterdam", 7);
        SetMembers(1, ("london", "primary"), ("frankfurt", "secondary"), ("amsterdam", "secondary"));
    }

    /// <summary>What sinking a site does to it.</summary>
    public void Sink(string site)
    {
        foreach (var (name, kind) in new[] { ($"gateway-{site}", "gateway"), ($"api-{site}-1", "api"), ($"api-{site}-2", "api"), ($"mongo-{site}", "member") })
        {
            Set(name, "Exited", site, kind);
        }

        Set($"site-{site}", "Sunk", site, "site");
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
