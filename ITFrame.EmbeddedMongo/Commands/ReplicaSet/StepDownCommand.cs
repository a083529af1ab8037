using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.ReplicaSet;

internal sealed class StepDownCommand : ICommand
{
    private const int DefaultPeriodSeconds = 60;
    private const int DefaultCatchUpSeconds = 10;

    public IReadOnlyList<string> Names => ["replSetStepDown"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var period = context.Command[0].IsNumeric ? BsonNumber.Truncate(context.Command[0]) : 0;
        if (period is < 0 or > int.MaxValue)
        {
            throw CommandException.BadValue("stepdown period must be a positive integer");
        }

        period = period == 0 ? DefaultPeriodSeconds : period;
        var isForced = context.Flag("force");
        var wait = context.Number("secondaryCatchUpPeriodSecs") ?? (isForced ? 0 : DefaultCatchUpSeconds);
        if (wait < 0)
        {
            throw CommandException.BadValue("secondaryCatchUpPeriodSecs period must be a positive or absent");
        }

        if (period < wait)
        {
            throw CommandException.BadValue("stepdown period must be longer than secondaryCatchUpPeriodSecs");
        }

        await context.Member.Handover.StepDownAsync(
            TimeSpan.FromSeconds(period), TimeSpan.FromSeconds(wait), isForced, "asked to step down", cancellationToken);
        return [];
    }
}
