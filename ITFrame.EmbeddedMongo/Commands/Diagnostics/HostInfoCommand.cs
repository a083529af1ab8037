using System.Runtime.InteropServices;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

internal sealed class HostInfoCommand : ICommand
{
    public IReadOnlyList<string> Names => ["hostInfo"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken) => Task.FromResult(new BsonDocument
    {
        {
            "system", new BsonDocument
            {
                { "currentTime", new BsonDateTime(context.Member.Clock.Now) },
                { "hostname", Environment.MachineName },
                { "numCores", Environment.ProcessorCount },
                { "cpuArch", RuntimeInformation.OSArchitecture.ToString() },
            }
        },
        { "os", new BsonDocument { { "type", RuntimeInformation.OSDescription } } },
        { "extra", new BsonDocument() },
    });
}
