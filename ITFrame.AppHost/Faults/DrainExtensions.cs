using ITFrame.AppHost.State;

namespace ITFrame.AppHost.Faults;

internal static class DrainExtensions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Adds the commands that take a gateway out of service in order, and put it back, at its administrators' port.</summary>
    public static IResourceBuilder<T> WithDrainCommands<T>(this IResourceBuilder<T> gateway, Lab lab, Uri admin)
        where T : IResource
        => gateway
            .WithCommand("drain", "Drain", context => SendAsync(HttpMethod.Post, lab, admin, context.CancellationToken), new CommandOptions
            {
                Description = "Be not ready, and close connections in order.",
                ConfirmationMessage = $"Take {gateway.Resource.Name} out of service?",
                IconName = "ArrowExit",
                UpdateState = WhileRunning,
            })
            .WithCommand("undrain", "Undrain", context => SendAsync(HttpMethod.Delete, lab, admin, context.CancellationToken), new CommandOptions
            {
                Description = "Serve again.",
                IconName = "ArrowEnter",
                UpdateState = WhileRunning,
            });

    private static ResourceCommandState WhileRunning(UpdateCommandStateContext context)
        => context.ResourceSnapshot.State?.Text == KnownResourceStates.Running ? ResourceCommandState.Enabled : ResourceCommandState.Disabled;

    private static async Task<ExecuteCommandResult> SendAsync(HttpMethod method, Lab lab, Uri admin, CancellationToken cancellationToken)
    {
        using var http = lab.CreateClient();
        http.Timeout = Patience;
        using var request = new HttpRequestMessage(method, new Uri(admin, "/drain"));
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode ? CommandResults.Success() : CommandResults.Failure($"The gateway answered {(int)response.StatusCode}.");
        }
        catch (HttpRequestException exception)
        {
            return CommandResults.Failure($"The gateway's administrators' port does not answer: {exception.Message}");
        }
    }
}
