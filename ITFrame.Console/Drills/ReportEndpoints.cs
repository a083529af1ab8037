using System.Net;
using ITFrame.Console.LabControl;
using Microsoft.Net.Http.Headers;

namespace ITFrame.Console.Drills;

internal static class ReportEndpoints
{
    /// <summary>
    /// A report is a page of its own making: it may show itself, in an origin of its own, and run, load and send nothing. The policy stands here too, because a reader can open the report outside of the console's frame.
    /// </summary>
    private const string Policy = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

    private static readonly HashSet<string> Reports = ["report.html", "report.json", "report.md", "junit.xml"];

    /// <summary>Passes a run's reports on from lab control, whose token the browser does not have.</summary>
    public static void MapReports(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/drills/{id}/files/{report}", async (string id, string report, LabControlClient control, HttpContext context) =>
        {
            if (!Reports.Contains(report))
            {
                return Results.Problem(statusCode: StatusCodes.Status404NotFound, detail: $"A run has no {report}.");
            }

            try
            {
                using var answer = await control.OpenAsync($"drills/runs/{Uri.EscapeDataString(id)}/{report}", context.RequestAborted);
                context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
                context.Response.Headers.ContentSecurityPolicy = Policy;
                context.Response.Headers.XFrameOptions = "SAMEORIGIN";
                if (report != "report.html")
                {
                    context.Response.Headers[HeaderNames.ContentDisposition] = $"attachment; filename=\"{report}\"";
                }

                await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
                return Results.Empty;
            }
            catch (LabControlException exception)
            {
                return Results.Problem(statusCode: exception.Status == HttpStatusCode.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status502BadGateway, detail: exception.Message);
            }
        });
}
