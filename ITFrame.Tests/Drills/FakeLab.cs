using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ITFrame.Drills.Lab;
using ITFrame.Drills.Scenarios;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ITFrame.Tests.Drills;

/// <summary>A lab in one process: two gateways in front of one database in memory, and a control API. A sunk site resets every connection.</summary>
internal sealed class FakeLab : IMemberProbe, IAsyncDisposable
{
    private const string Token = "control-token";

    private readonly Lock _gate = new();
    private readonly List<(string Id, string Title)> _songs = [];
    private readonly Dictionary<string, (string Name, long Revision)> _players = [];
    private readonly List<(string Id, string Stream)> _sessions = [];
    private readonly List<(string Id, string Stream)> _statuses = [];
    private readonly ConcurrentDictionary<string, bool> _sunk = new();
    private readonly List<WebApplication> _apps = [];

    private FakeLab()
    {
    }

    public LabState State { get; private set; } = null!;

    public ConcurrentQueue<string> Commands { get; } = new();

    /// <summary>Is asked for each song how often to store it; a database that keeps its promises says 1.</summary>
    public Func<string, int> CopiesOf { get; set; } = _ => 1;

    /// <summary>Whether the sink command is refused.</summary>
    public bool RefusesCommands { get; set; }

    public static async Task<FakeLab> StartAsync()
    {
        var lab = new FakeLab();
        var regions = new List<LabRegion>();
        foreach (var site in (string[])["london", "frankfurt"])
        {
            regions.Add(new LabRegion(site, await lab.StartAsync(app => lab.MapGateway(app, site)), WanHost: null, WanPort: 0));
        }

        lab.State = new LabState
        {
            ProcessId = Environment.ProcessId,
            Layout = "witness",
            ControlUrl = await lab.StartAsync(lab.MapControl),
            ControlToken = Token,
            Regions = regions,
            Members = [.. regions.Select(region => new LabMember($"mongo-{region.Site}", region.Site, "localhost:0", $"mongo.{region.Site}.itframe.test:27017"))],
            InternetProxy = null,
            Demo = new LabDemo("demo", "key"),
            ApiControlToken = "api-token",
        };
        return lab;
    }

    /// <summary>The first site that is not sunk has the primary.</summary>
    public Task<MemberAnswer?> AskAsync(LabMember member, CancellationToken cancellationToken)
        => Task.FromResult(_sunk.ContainsKey(member.Site) ? null : new MemberAnswer(member.Site == PrimarySite, Term: 1));

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }
    }

    private async Task<Uri> StartAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        _apps.Add(app);
        return new Uri(app.Urls.Single());
    }

    private void MapGateway(WebApplication app, string site)
    {
        app.Use((context, next) =>
        {
            if (_sunk.ContainsKey(site))
            {
                context.Abort();
                return Task.CompletedTask;
            }

            return next(context);
        });
        app.MapGet("/nowplaying/{user}", () => "[]");
        app.MapGet("/cluster", Cluster);
        app.MapGet("/player/{user}", (string user) => user == "demo" ? Results.Ok(new { name = "Demo" }) : Player(user));
        app.MapPut("/control/player/settings/{user}", (string user, JsonObject settings, HttpRequest request) =>
        {
            if (request.Headers.Authorization != "Bearer api-token")
            {
                return Results.Unauthorized();
            }

            return Save(user, (string)settings["name"]!, request);
        });
        app.MapGet("/control/player/settings/{user}", (string user, HttpResponse response) => Settings(user, response));
        app.MapGet("/internal/apps/get-now-playing/{user}", () => "[]");
        app.MapPut("/dj/demo/key/queue", () => Results.NoContent());
        app.MapGet("/dj/demo/key/skips", () => "{}");
        app.MapGet("/dj/demo/key/all-songs", () => "[]");
        app.MapPost("/cast/statistics/demo/key/create-session", (JsonObject session) => Results.Ok(new { uid = Add(_sessions, session) }));
        app.MapPost("/cast/statistics/demo/key/close-session", (JsonObject _) => Results.NoContent());
        app.MapPost("/cast/statistics/demo/key/store-status", (JsonObject status) =>
        {
            Add(_statuses, status);
            return Results.NoContent();
        });
        app.MapGet("/cast/statistics/demo/key/get-all-sessions-for-period/{start}/{end}", () => All(_sessions));
        app.MapGet("/cast/statistics/demo/key/get-calculated-info-for-period/{start}/{end}/minute", () => Array.Empty<object>());
        app.MapGet("/cast/statistics/demo/key/get-statuses-for-period/{start}/{end}", () => All(_statuses));
        app.MapPost("/cast/statistics/demo/key/store-song", (JsonObject song) =>
        {
            var title = (string)song["title"]!;
            lock (_gate)
            {
                _songs.AddRange(Enumerable.Range(0, CopiesOf(title)).Select(_ => (Guid.NewGuid().ToString(), title)));
            }

            return Results.NoContent();
        });
        app.MapGet("/cast/statistics/demo/key/get-songs-for-period/{start}/{end}", Songs);
    }

    private void MapControl(WebApplication app)
    {
        app.Use((context, next) =>
        {
            if (context.Request.Headers.Authorization != $"Bearer {Token}")
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return Task.CompletedTask;
            }

            return next(context);
        });
        app.MapGet("/resources", () => State.Regions.SelectMany(region => (object[])
        [
            new { name = $"site-{region.Site}", kind = "site", site = region.Site, state = _sunk.ContainsKey(region.Site) ? "Sunk" : "Running", health = (string?)null },
            new { name = $"gateway-{region.Site}", kind = "gateway", site = region.Site, state = "Running", health = (string?)"Healthy" },
        ]));
        app.MapGet("/links", () => new[]
        {
            new { a = "frankfurt", b = "london", roundTripMilliseconds = 10, jitterMilliseconds = 0, lossPercent = 0, bandwidthMegabits = 0, state = "up", connections = 0 },
        });
        app.MapPost("/resources/{name}/commands/{command}", (string name, string command) =>
        {
            Commands.Enqueue($"{command} {name}");
            if (RefusesCommands)
            {
                return Results.Problem("It would get wet.", statusCode: StatusCodes.Status409Conflict);
            }

            var site = name["site-".Length..];
            if (command == "sink")
            {
                _sunk[site] = true;
            }
            else
            {
                _sunk.TryRemove(site, out _);
            }

            return Results.Ok(new { success = true });
        });
    }

    private string? PrimarySite => State.Regions.FirstOrDefault(candidate => !_sunk.ContainsKey(candidate.Site))?.Site;

    private object Cluster() => new
    {
        set = "itframe",
        members = State.Regions.Select(region => new
        {
            host = $"mongo.{region.Site}.itframe.test:27017",
            site = region.Site,
            state = region.Site == PrimarySite ? "PRIMARY" : "SECONDARY",
        }),
    };

    private IResult Player(string user)
    {
        lock (_gate)
        {
            return _players.TryGetValue(user, out var player) ? Results.Ok(new { name = player.Name }) : Results.NotFound();
        }
    }

    private IResult Settings(string user, HttpResponse response)
    {
        lock (_gate)
        {
            if (!_players.TryGetValue(user, out var player))
            {
                return Results.NotFound();
            }

            response.Headers.ETag = $"\"{player.Revision}\"";
            return Results.Ok(new { name = player.Name });
        }
    }

    private IResult Save(string user, string name, HttpRequest request)
    {
        lock (_gate)
        {
            var revision = _players.GetValueOrDefault(user).Revision;
            if (request.Headers.IfMatch.Count > 0 && request.Headers.IfMatch != $"\"{revision}\"")
            {
                return Results.StatusCode(StatusCodes.Status412PreconditionFailed);
            }

            _players[user] = (name, revision + 1);
            request.HttpContext.Response.Headers.ETag = $"\"{revision + 1}\"";
            return Results.Ok();
        }
    }

    private string Add(List<(string Id, string Stream)> list, JsonObject item)
    {
        lock (_gate)
        {
            var id = Guid.NewGuid().ToString();
            list.Add((id, (string)item["stream"]!));
            return id;
        }
    }

    private IResult All(List<(string Id, string Stream)> list)
    {
        lock (_gate)
        {
            return Results.Ok(list.Select(item => new { _id = item.Id, stream = item.Stream }).ToList());
        }
    }

    /// <summary>Pages of 20, so that a short run has several.</summary>
    private IResult Songs(HttpResponse response, int before = 0)
    {
        lock (_gate)
        {
            var page = _songs.Skip(before).Take(20).Select(song => new { _id = song.Id, title = song.Title }).ToList();
            if (page.Count == 20)
            {
                response.Headers.Link = $"<?limit=20&before={before + 20}>; rel=\"next\"";
            }

            return Results.Ok(page);
        }
    }
}
