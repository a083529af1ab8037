using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.ReplicaSet;

internal sealed class StepDownCommand : ICommand
{
    public IReadOnlyList<string> Names => ["replSetStepDown"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var period = context.Command[0].IsNumeric ? BsonNumber.Truncate(context.Command[0]) : 60;
        var isForced = context.Flag("force");
        var wait = context.NonNegative("secondaryCatchUpPeriodSecs") ?? (isForced ? 0 : 10);
        if (period < 0 || (period > 0 && period < wait))
        {
            throw CommandException.BadValue("stepdown period must be longer than secondaryCatchUpPeriodSecs");
        }

        await context.Member.Handover.StepDownAsync(
            TimeSpan.FromSeconds(period == 0 ? 60 : period), TimeSpan.FromSeconds(wait), isForced, "asked to step down", cancellationToken);
        return new BsonDocument();
    }
}
