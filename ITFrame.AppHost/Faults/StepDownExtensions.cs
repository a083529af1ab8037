using ITFrame.AppHost.ReplicaSet;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.AppHost.Faults;

internal static class StepDownExtensions
{
    /// <summary>How long the member does not stand for election again.</summary>
    private const int Seconds = 15;

    /// <summary>How long it waits for another member to be as far as it is.</summary>
    private const int CatchUpSeconds = 5;

    /// <summary>Adds the command with which a primary hands over its role (<c>replSetStepDown</c>).</summary>
    public static IResourceBuilder<T> WithStepDown<T>(this IResourceBuilder<T> resource, ReplicaSetMember member)
        where T : IResource
        => member.IsArbiter ? resource : resource.WithCommand("step-down", "Step down", context => StepDownAsync(member, context.CancellationToken), new CommandOptions
        {
            Description = "Let another member become primary, as before maintenance.",
            ConfirmationMessage = $"Let {member.Name} step down?",
            IconName = "ArrowStepOut",
            UpdateState = context => context.ResourceSnapshot.State?.Text == KnownResourceStates.Running ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
        });

    private static async Task<ExecuteCommandResult> StepDownAsync(ReplicaSetMember member, CancellationToken cancellationToken)
    {
        try
        {
            await new MemberConnection(member).RunAsync(
                new BsonDocument { { "replSetStepDown", Seconds }, { "secondaryCatchUpPeriodSecs", CatchUpSeconds } }, cancellationToken);
            return CommandResults.Success();
        }
        catch (Exception exception) when (exception is MongoException or TimeoutException)
        {
            return CommandResults.Failure($"{member.Name}: {exception.Message}");
        }
    }
}
