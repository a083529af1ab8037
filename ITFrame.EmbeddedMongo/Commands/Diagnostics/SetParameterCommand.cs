using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Hosting;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

internal sealed class SetParameterCommand : ICommand
{
    private const long MaxSkewMilliseconds = 86_400_000;

    private static readonly HashSet<string> StartupOnly = ["ttlMonitorSleepSecs", "periodicNoopIntervalSecs", "selfHost", "socksProxy"];

    public IReadOnlyList<string> Names => ["setParameter"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var parameters = context.Member.Parameters;
        var wanted = context.Command.FirstOrDefault(element => element.Name is not ("setParameter" or "comment" or "lsid") && !element.Name.StartsWith('$'));
        return wanted.Name switch
        {
            "ttlMonitorEnabled" => SetTtlMonitor(parameters, wanted.Value),
            "cursorTimeoutMillis" => SetCursorTimeout(parameters, wanted.Value),
            "diskQuotaBytes" when context.Member.Options.EnableTestCommands => await SetDiskQuotaAsync(context.Member, wanted.Value),
            "clockSkewMillis" when context.Member.Options.EnableTestCommands => SetClockSkew(context.Member, wanted.Value),
            null => throw new CommandException(ErrorCode.InvalidOptions, "no option found to set, use help:true to see options "),
            var name when StartupOnly.Contains(name) => throw new CommandException(ErrorCode.IllegalOperation, $"not allowed to change [{name}] at runtime"),
            var name => throw new CommandException(ErrorCode.InvalidOptions, $"attempted to set unrecognized parameter [{name}], use help:true to see options "),
        };
    }

    private static async Task<BsonDocument> SetDiskQuotaAsync(Member member, BsonValue value)
    {
        if (!BsonNumber.TryToInt64(value, out var bytes))
        {
            throw CommandException.BadValue("diskQuotaBytes must be an integer");
        }

        await member.Store.WriteAsync(transaction => transaction.LimitGrowth(bytes < 0 ? null : bytes));
        return [];
    }

    private static BsonDocument SetClockSkew(Member member, BsonValue value)
    {
        if (!BsonNumber.TryToInt64(value, out var milliseconds) || Math.Abs(milliseconds) > MaxSkewMilliseconds)
        {
            throw CommandException.BadValue($"clockSkewMillis must be an integer within {MaxSkewMilliseconds}");
        }

        var was = (long)member.Time.Skew.TotalMilliseconds;
        member.Time.Skew = TimeSpan.FromMilliseconds(milliseconds);
        return new BsonDocument("was", was);
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
