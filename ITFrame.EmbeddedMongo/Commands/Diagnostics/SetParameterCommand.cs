using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Hosting;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

internal sealed class SetParameterCommand : ICommand
{
    private static readonly HashSet<string> StartupOnly = ["ttlMonitorSleepSecs", "periodicNoopIntervalSecs", "selfHost", "socksProxy"];

    public IReadOnlyList<string> Names => ["setParameter"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var parameters = context.Member.Parameters;
        var wanted = context.Command.FirstOrDefault(element => element.Name is not ("setParameter" or "comment" or "lsid") && !element.Name.StartsWith('$'));
        return Task.FromResult(wanted.Name switch
        {
            "ttlMonitorEnabled" => SetTtlMonitor(parameters, wanted.Value),
            "cursorTimeoutMillis" => SetCursorTimeout(parameters, wanted.Value),
            null => throw new CommandException(ErrorCode.InvalidOptions, "no option found to set, use help:true to see options "),
            var name when StartupOnly.Contains(name) => throw new CommandException(ErrorCode.IllegalOperation, $"not allowed to change [{name}] at runtime"),
            var name => throw new CommandException(ErrorCode.InvalidOptions, $"attempted to set unrecognized parameter [{name}], use help:true to see options "),
        });
    }

    private static BsonDocument SetTtlMonitor(RuntimeParameters parameters, BsonValue value)
    {
        var was = parameters.IsTtlMonitorEnabled;
        parameters.IsTtlMonitorEnabled = value.ToBoolean();
        return new BsonDocument("was", was);
    }

    private static BsonDocument SetCursorTimeout(RuntimeParameters parameters, BsonValue value)
    {
        if (!BsonNumber.TryToInt64(value, out var milliseconds) || milliseconds is < 0 or > int.MaxValue)
        {
            throw CommandException.BadValue("cursorTimeoutMillis must be an integer from 0 to 2147483647");
        }

        var was = (long)parameters.CursorTimeout.TotalMilliseconds;
        parameters.CursorTimeout = TimeSpan.FromMilliseconds(milliseconds);
        return new BsonDocument("was", was);
    }
}
