using System.Net.Mime;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ITFrame.AppHost.Control;

internal static class DrillEndpoints
{
    /// <summary>What a report's page may do: show itself.</summary>
    private const string PagePolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self' http://localhost:*";

    private static readonly Dictionary<string, string> Reports = new()
    {
        ["report.html"] = MediaTypeNames.Text.Html + "; charset=utf-8",
        ["report.json"] = MediaTypeNames.Application.Json,
        ["report.md"] = "text/markdown; charset=utf-8",
        ["junit.xml"] = MediaTypeNames.Application.Xml,
    };

    public static void MapDrills(this IEndpointRouteBuilder endpoints, DrillRuns drills)
    {
        var group = endpoints.MapGroup("/drills");
        group.MapGet("/scenarios", async () => TypedResults.Ok(await drills.ScenariosAsync()));
        group.MapPost("/runs", (StartRequest request) => StartAsync(request, drills));
        group.MapGet("/runs", () => drills.All.Select(run => run.Summary));
        group.MapGet("/runs/{id}", async Task<Results<Ok<JsonObject>, ProblemHttpResult>> (string id, CancellationToken aborted)
            => drills.Find(id) is { } run ? TypedResults.Ok(await run.DetailsAsync(aborted)) : NoRun(id));
        group.MapGet("/runs/{id}/{report}", (string id, string report, HttpResponse response) => Report(id, report, response, drills));
        group.MapGet("/compare", (string a, string b, CancellationToken aborted) => CompareAsync(a, b, drills, aborted));
        group.MapDelete("/runs/{id}", Results<NoContent, ProblemHttpResult> (string id) =>
        {
            if (drills.Find(id) is not { } run)
            {
                return NoRun(id);
            }

            run.Cancel();
            return TypedResults.NoContent();
        });
    }

    private static async Task<Results<Accepted<Started>, ProblemHttpResult>> StartAsync(StartRequest request, DrillRuns drills)
    {
        if (request.Rate is not (null or (>= 1 and <= 5000)))
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status422UnprocessableEntity, detail: "rate must lie between 1 and 5000 requests a second.");
        }

        if ((await drills.ScenariosAsync()).FirstOrDefault(scenario => scenario.Name == request.Scenario) is not { } found)
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, detail: $"There is no scenario '{request.Scenario}'.");
        }

        if (!drills.Fits(found))
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, detail: $"{found.Name} needs a lab of the layout {found.Layout}: --Lab:Layout={found.Layout}.");
        }

        return drills.TryStart(found.Name, request.Seed, request.Rate) is { } run
            ? TypedResults.Accepted($"/drills/runs/{run.Id}", new Started(run.Id))
            : TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, detail: "A drill runs already: two at a time would be each other's faults.");
    }

    private static Results<PhysicalFileHttpResult, ProblemHttpResult> Report(string id, string report, HttpResponse response, DrillRuns drills)
    {
        if (drills.Find(id) is not { } run)
        {
            return NoRun(id);
        }

        // By its name from the list, so that no path can be asked for.
        if (!Reports.TryGetValue(report, out var type) || Path.Combine(run.Folder, report) is var path && !File.Exists(path))
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, detail: $"This run has no {report}.");
        }

        response.Headers.ContentSecurityPolicy = PagePolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.PhysicalFile(Path.Combine(run.Folder, report), type);
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> CompareAsync(string a, string b, DrillRuns drills, CancellationToken cancellationToken)
    {
        if (drills.Find(a) is not { } first)
        {
            return NoRun(a);
        }

        if (drills.Find(b) is not { } second)
        {
            return NoRun(b);
        }

        try
        {
            return TypedResults.Content(await drills.CompareAsync(first, second, cancellationToken), MediaTypeNames.Application.Json);
        }
        catch (DistributedApplicationException exception)
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, detail: exception.Message);
        }
    }

    private static ProblemHttpResult NoRun(string id)
        => TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, detail: $"There is no run '{id}'; the newest 20 are kept.");

    internal sealed record StartRequest(string? Scenario, int? Seed, double? Rate);

    internal sealed record Started(string Id);
}
