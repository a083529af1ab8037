using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

internal sealed class ShutdownCommand : ICommand
{
    private const int DefaultTimeoutSeconds = 15;

    public IReadOnlyList<string> Names => ["shutdown"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var member = context.Member;
        if (member.Replication.View.IsWritable && !context.Flag("force"))
        {
            // A primary that nobody can follow stays, unless it is forced.
            var patience = TimeSpan.FromSeconds(context.NonNegative("timeoutSecs") ?? DefaultTimeoutSeconds);
            await member.Handover.StepDownAsync(TimeSpan.FromMinutes(1), patience, isForced: false, "shutting down", cancellationToken);
        }

        member.RequestShutdown();
        return [];
    }
}
