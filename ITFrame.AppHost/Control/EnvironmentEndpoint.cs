using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ITFrame.AppHost.Control;

internal static partial class EnvironmentEndpoint
{
    // By name, for what is secret and no parameter, such as a key that somebody added.
    private static readonly string[] SecretNames = ["TOKEN", "SECRET", "PASSWORD", "APIKEY", "API_KEY", "STATIONKEY", "PRIVATE", "CREDENTIAL"];

    /// <summary>The environment that a resource's process was started with. Values of secrets do not leave the AppHost.</summary>
    public static void MapEnvironment(this IEndpointRouteBuilder endpoints, ResourceBoard board, DistributedApplicationModel model)
        => endpoints.MapGet("/resources/{name}/environment", async Task<Results<Ok<List<Variable>>, ProblemHttpResult>> (string name, CancellationToken aborted) =>
        {
            if (board.Find(name) is not { } entry)
            {
                return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, detail: $"There is no resource '{name}'.");
            }

            var secrets = new List<string>();
            foreach (var parameter in model.Resources.OfType<ParameterResource>().Where(parameter => parameter.Secret))
            {
                if (await parameter.GetValueAsync(aborted) is { Length: > 0 } value)
                {
                    secrets.Add(value);
                }
            }

            return TypedResults.Ok(entry.Snapshot.EnvironmentVariables
                .OrderBy(variable => variable.Name, StringComparer.Ordinal)
                .Select(variable => IsSecret(variable.Name, variable.Value, secrets) ? new Variable(variable.Name, null, IsSecret: true) : new Variable(variable.Name, variable.Value, IsSecret: false))
                .ToList());
        });

    private static bool IsSecret(string name, string? value, List<string> secrets)
        => SecretNames.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase))
            || (value is not null && (Password().IsMatch(value) || secrets.Any(secret => value.Contains(secret, StringComparison.Ordinal))));

    [GeneratedRegex("://[^/@]+@|password=", RegexOptions.IgnoreCase)]
    private static partial Regex Password();

    internal sealed record Variable(string Name, string? Value, bool IsSecret);
}
