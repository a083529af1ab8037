using System.Diagnostics;
using ITFrame.EmbeddedMongo.Commands.Diagnostics;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Hosting;
using ITFrame.EmbeddedMongo.Operations;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Explain;

/// <summary>Says how a command would read, and, when asked, runs that part of it and counts.</summary>
internal sealed class ExplainCommand : ICommand
{
    private static readonly string[] Verbosities = ["queryPlanner", "executionStats", "allPlansExecution"];

    public IReadOnlyList<string> Names => ["explain"];

    public CommandTraits Traits => CommandTraits.Reads;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Command[0] is not BsonDocument { ElementCount: > 0 } inner)
        {
            throw CommandException.TypeMismatch("BSON field 'explain' is the wrong type, expected type 'object'");
        }

        var verbosity = context.Text("verbosity") ?? Verbosities[^1];
        return Verbosities.Contains(verbosity)
            ? Task.FromResult(Explain(context, inner, runs: verbosity != Verbosities[0], cancellationToken))
            : throw CommandException.FailedToParse("verbosity string must be one of {'queryPlanner', 'executionStats', 'allPlansExecution'}");
    }

    public static BsonDocument Explain(CommandContext context, BsonDocument inner, bool runs, CancellationToken cancellationToken)
    {
        using var scope = Interruption.Enter(cancellationToken);
        var query = ExplainedQuery.Parse(inner, context.Database);
        var reply = new BsonDocument("explainVersion", "1");
        if (query.LaterStages.Count == 0)
        {
            reply.AddRange(Plan(context.Member, query, runs));
        }
        else
        {
            reply.Add("stages", new BsonArray(query.LaterStages.Prepend(new BsonDocument("$cursor", Plan(context.Member, query, runs)))));
        }

        var self = context.Member.Replication.View.Self?.Host ?? "";
        var port = self.LastIndexOf(':');
        return reply
            .Add("command", ((BsonDocument)inner.Clone()).Set("$db", context.Database))
            .Add("serverInfo", new BsonDocument
            {
                { "host", port < 0 ? Environment.MachineName : self[..port] },
                { "port", context.Member.Options.Port },
                { "version", BuildInfoCommand.Version },
                { "gitVersion", "none" },
            });
    }

    private static BsonDocument Plan(Member member, ExplainedQuery query, bool runs)
    {
        var collection = member.Store.Catalog.Find(query.Namespace);
        var statistics = new PlanStatistics();
        var plan = collection is null ? null : QueryPlanner.Plan(collection, query.Filter, query.Sort, query.Hint);
        var clock = Stopwatch.StartNew();
        var returned = 0;
        if (runs && collection is not null && plan is not null && !query.IsFastCount)
        {
            returned = QueryExecutor.Run(member.Store, collection, plan, query.Filter, query.Sort, query.Skip, query.Limit, statistics).Count();
        }

        var winner = PlanStages.Of(query, plan, statistics, returned);
        var result = new BsonDocument("queryPlanner", new BsonDocument
        {
            { "namespace", query.Namespace.ToString() },
            { "parsedQuery", ParsedQueries.Of(query.FilterDocument) },
            { "indexFilterSet", false },
            { "optimizationTimeMillis", 0 },
            { "maxIndexedOrSolutionsReached", false },
            { "maxIndexedAndSolutionsReached", false },
            { "maxScansToExplodeReached", false },
            { "prunedSimilarIndexes", false },
            { "winningPlan", winner.Describe() },
            { "rejectedPlans", new BsonArray() },
        });
        return !runs ? result : result.Add("executionStats", new BsonDocument
        {
            { "executionSuccess", true },
            { "nReturned", winner.Returned },
            { "executionTimeMillis", (int)clock.ElapsedMilliseconds },
            { "totalKeysExamined", (int)statistics.KeysExamined },
            { "totalDocsExamined", (int)statistics.DocumentsExamined },
            { "executionStages", winner.DescribeRun() },
            { "allPlansExecution", new BsonArray() },
        });
    }
}
