using System.Text.Json;
using ITFrame.Wan.Links;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ITFrame.Wan.Admin;

/// <summary>The API that shows and changes the links.</summary>
internal static class AdminEndpoints
{
    public static void AddAdmin(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddSingleton<BearerToken>();
    }

    public static void MapAdmin(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();

        var admin = app.MapGroup("").AddEndpointFilter(app.Services.GetRequiredService<BearerToken>());
        admin.MapGet("/links", (Network network) => View(network));
        admin.MapPut("/links/{a}/{b}", ChangeAsync);
        admin.MapPost("/links/{a}/{b}/reset", Reset);
        admin.MapPost("/sites/{site}/cut", (string site, Network network) => SetCut(site, cut: true, network));
        admin.MapPost("/sites/{site}/restore", (string site, Network network) => SetCut(site, cut: false, network));
    }

    private static List<LinkView> View(Network network) => network.Links.Select(LinkView.Of).ToList();

    private static async Task<Results<Ok<LinkView>, ProblemHttpResult, ValidationProblem>> ChangeAsync(
        string a, string b, HttpRequest request, Network network)
    {
        if (network.Find(a, b) is not { } link)
        {
            return NoSuchLink(a, b);
        }

        LinkChange? change;
        try
        {
            change = await JsonSerializer.DeserializeAsync<LinkChange>(request.Body, JsonSerializerOptions.Web, request.HttpContext.RequestAborted);
        }
        catch (JsonException exception)
        {
            return TypedResults.Problem(exception.Message, statusCode: StatusCodes.Status400BadRequest);
        }

        if (change is null)
        {
            return TypedResults.Problem("Send an object with the fields to change.", statusCode: StatusCodes.Status400BadRequest);
        }

        var conditions = change.ApplyTo(link.Conditions);
        var errors = conditions.Validate().ToDictionary(error => error.Name, error => new[] { error.Message });
        if (errors.Count > 0)
        {
            return TypedResults.ValidationProblem(errors);
        }

        network.Change(link, conditions, change.State is { } state ? state == LinkState.Cut : null);
        return TypedResults.Ok(LinkView.Of(link));
    }

    private static Results<Ok<LinkView>, ProblemHttpResult> Reset(string a, string b, Network network)
    {
        if (network.Find(a, b) is not { } link)
        {
            return NoSuchLink(a, b);
        }

        link.Reset();
        return TypedResults.Ok(LinkView.Of(link));
    }

    private static Results<Ok<List<LinkView>>, ProblemHttpResult> SetCut(string site, bool cut, Network network)
    {
        if (!network.IsSite(site))
        {
            return TypedResults.Problem($"There is no site '{site}'.", statusCode: StatusCodes.Status404NotFound);
        }

        network.SetSiteCut(site, cut);
        return TypedResults.Ok(View(network));
    }

    private static ProblemHttpResult NoSuchLink(string a, string b)
        => TypedResults.Problem($"There is no link between '{a}' and '{b}'.", statusCode: StatusCodes.Status404NotFound);
}
