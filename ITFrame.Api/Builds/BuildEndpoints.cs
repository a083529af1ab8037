using ITFrame.Api.Access;
using ITFrame.Api.Data;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ITFrame.Api.Builds;

/// <summary>Which builds there are.</summary>
internal static class BuildEndpoints
{
    public static void AddBuilds(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<BuildRepository>();
        builder.Services.AddSingleton<IDatabaseStep, BuildIndexes>();
    }

    public static void MapBuilds(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/buildinfo/{name}", GetAsync)
            .WithTags("Builds")
            .WithName("GetBuildInfo")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        endpoints.MapPost("/intern/gitlab/{name}/build/{key}", StoreAsync)
            .WithTags("Builds")
            .WithName("StoreBuild")
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .ProducesBodyProblems();
    }

    private static async Task<Results<Ok<BuildResponse>, ProblemHttpResult>> GetAsync(string name, BuildRepository builds, CancellationToken cancellationToken)
        => await builds.FindAsync(name, cancellationToken) is { } build
            ? TypedResults.Ok(new BuildResponse(build.Id.ToString(), build.Name, build.Version))
            : TypedResults.Problem($"There is no build of '{name}'.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<BuildNoticed>, ProblemHttpResult>> StoreAsync(
        string name, string key, BuildNotice notice, ServiceTokens services, BuildRepository builds, CancellationToken cancellationToken)
    {
        if (!services.IsValid(ServiceTokens.GitLab, key))
        {
            return TypedResults.Problem("The key is not GitLab's.", statusCode: StatusCodes.Status403Forbidden);
        }

        var errors = notice.Validate();
        if (name.Length > 64)
        {
            errors.Add("name", "must not be longer than 64 characters.");
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        await builds.SaveAsync(notice.Ref == "beta" ? $"{name}-beta" : name, notice.Sha!, cancellationToken);
        return TypedResults.Ok(new BuildNoticed("success"));
    }
}
