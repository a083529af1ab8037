using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ITFrame.Tests.Console;

/// <summary>Lab control's drills, of which each takes as long as it is looked at twice.</summary>
internal static class FakeDrills
{
    public static void Map(WebApplication app)
    {
        var runs = new ConcurrentDictionary<string, int>();
        app.MapGet("/drills/scenarios", () => new[] { new { name = "sink-london", title = "Sink London", description = "London sinks and is raised again.", seconds = 55.0, faults = new[] { "sink london" } } });
        app.MapPost("/drills/runs", (Start start) =>
        {
            if (start.Scenario != "sink-london")
            {
                return Results.Problem("There is no such scenario.", statusCode: 404);
            }

            var id = $"run-{runs.Count + 1}";
            runs[id] = 0;
            return Results.Accepted(null, new { id });
        });
        app.MapGet("/drills/runs", () => runs.OrderByDescending(run => run.Key).Select(run => Summary(run.Key, run.Value > 2 ? "passed" : "running")));
        app.MapGet("/drills/runs/{id}", (string id) =>
        {
            if (!runs.ContainsKey(id))
            {
                return Results.Problem("There is no such run.", statusCode: 404);
            }

            return Results.Json(runs.AddOrUpdate(id, 1, (_, seen) => seen + 1) > 2
                ? Details(id, "passed", "done", new[] { new { text = "no acknowledged write lost", measured = (object)0, limit = (object)0, passed = true }, new { text = "time to recover", measured = (object)"2.1 s", limit = (object)"12 s", passed = true } })
                : Details(id, "running", "fault", null));
        });
        app.MapGet("/drills/runs/{id}/report.html", () => Results.Content("<!DOCTYPE html><title>Report</title><style>h1{color:green}</style><h1>London sank, nobody noticed</h1><a href=\"/\">home</a>", "text/html"));
        app.MapGet("/drills/compare", (string a, string b) => new { rows = new[] { new { measure = $"p99 of {a} and {b}", a = (object)12.5, b = (object)9, change = (object)"-28 %", better = (bool?)true } } });
        app.MapDelete("/drills/runs/{id}", (string id) =>
        {
            runs[id] = 9;
            return Results.NoContent();
        });
    }

    // A later run has a higher number.
    private static DateTimeOffset StartOf(string id) => DateTimeOffset.UnixEpoch.AddMinutes(int.Parse(id["run-".Length..], CultureInfo.InvariantCulture));

    private static object Summary(string id, string state)
        => new { id, scenario = "sink-london", state, startedAt = StartOf(id), endedAt = state == "running" ? (DateTimeOffset?)null : StartOf(id).AddSeconds(55), seed = 7 };

    private static object Details(string id, string state, string phase, object? criteria) => new
    {
        id,
        scenario = "sink-london",
        state,
        startedAt = StartOf(id),
        seed = 7,
        criteria,
        progress = new
        {
            phase,
            elapsedSeconds = 12.5,
            totalSeconds = 55,
            requests = 1_234,
            ok = 1_230,
            failed = 4,
            unknown = 0,
            primary = (string?)null,
            ratePerSecond = 100.0,
            p99Milliseconds = 42.5,
            events = new[] { new { at = 10.0, kind = "fault", text = "sink london" } },
        },
    };

    private sealed record Start(string Scenario, int? Seed, double? Rate);
}
