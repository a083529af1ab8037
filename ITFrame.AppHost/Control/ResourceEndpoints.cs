using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ITFrame.AppHost.Control;

internal static class ResourceEndpoints
{
    public static void MapResources(this IEndpointRouteBuilder endpoints, ResourceBoard board, ResourceCommandService commands, ResourceLoggerService logs)
    {
        endpoints.MapGet("/resources", () => board.All.Select(ResourceView.From));
        endpoints.MapGet("/resources/watch", (CancellationToken aborted) => TypedResults.ServerSentEvents(Watch(board, aborted)));
        endpoints.MapGet("/resources/{name}/logs", Results<ServerSentEventsResult<LogLineView>, ProblemHttpResult> (string name, bool follow = false, CancellationToken aborted = default)
            => board.Find(name) is { } entry ? TypedResults.ServerSentEvents(Logs(logs, entry, follow, aborted)) : Unknown(name));
        endpoints.MapPost("/resources/{name}/commands/{command}", async Task<Results<Ok<CommandOutcome>, ProblemHttpResult>> (string name, string command, CancellationToken aborted) =>
        {
            if (board.Find(name) is not { } entry)
            {
                return Unknown(name);
            }

            if (Resolve(entry, command) is not { } resolved)
            {
                var offered = string.Join(", ", entry.Snapshot.Commands.Select(candidate => candidate.Name));
                return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, detail: $"{name} has no command '{command}'; it takes: {offered}.");
            }

            var result = await commands.ExecuteCommandAsync(entry.Resource, resolved, aborted);
            return result.Success
                ? TypedResults.Ok(new CommandOutcome(Success: true))
                : TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, detail: result.ErrorMessage ?? $"{command} on {name} failed.");
        });
    }

    private static async IAsyncEnumerable<ResourceView> Watch(ResourceBoard board, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in board.WatchAsync(cancellationToken))
        {
            yield return ResourceView.From(entry);
        }
    }

    private static async IAsyncEnumerable<LogLineView> Logs(ResourceLoggerService logs, ResourceEvent entry, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batches = follow ? logs.WatchAsync(entry.Resource) : logs.GetAllAsync(entry.Resource);
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            foreach (var line in batch)
            {
                yield return new LogLineView(line.LineNumber, line.Content, line.IsErrorMessage);
            }
        }
    }

    // Orchestrators have named the lifecycle commands both "start" and "resource-start".
    private static string? Resolve(ResourceEvent entry, string command)
    {
        const string prefix = "resource-";
        var other = command.StartsWith(prefix, StringComparison.Ordinal) ? command[prefix.Length..] : prefix + command;
        var names = entry.Snapshot.Commands.Select(candidate => candidate.Name).ToHashSet();
        return names.Contains(command) ? command : names.Contains(other) ? other : null;
    }

    private static ProblemHttpResult Unknown(string name)
        => TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, detail: $"There is no resource '{name}'.");

    internal sealed record CommandOutcome(bool Success);

    internal sealed record LogLineView(int Line, string Text, bool IsError);
}
