using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Hosting;
using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Replication.Machine;
using ITFrame.EmbeddedMongo.Replication.Runtime;
using ITFrame.EmbeddedMongo.Security;
using ITFrame.EmbeddedMongo.Security.Users;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

/// <summary>Who this member is. With a topology version it answers when that has changed, or after a time.</summary>
internal sealed class HelloCommand : ICommand
{
    public const int MaxWireVersion = 25;

    public IReadOnlyList<string> Names => ["hello", "isMaster", "ismaster"];

    public CommandTraits Traits => CommandTraits.DuringShutdown;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.OptionalDocument("client") is { } client && client.GetValue("application", BsonNull.Value) is BsonDocument application)
        {
            context.Connection.ApplicationName = (application.GetValue("name", "") as BsonString)?.Value ?? "";
        }

        var member = context.Member;
        var topology = member.Replication.Topology;
        switch (context.OptionalDocument("topologyVersion"), context.Number("maxAwaitTimeMS"))
        {
            case ({ } known, { } milliseconds):
                await WaitForNewsAsync(topology, known, milliseconds, member.Clock.Time, cancellationToken);
                break;
            case ({ }, null):
                throw new CommandException((ErrorCode)31368, "A request with a 'topologyVersion' must include 'maxAwaitTimeMS'");
            case (null, { }):
                throw new CommandException((ErrorCode)31368, "A request with 'maxAwaitTimeMS' must include a 'topologyVersion'");
            default:
                break;
        }

        if (member.Replication.IsShuttingDown)
        {
            throw new CommandException(ErrorCode.ShutdownInProgress, "The server is in quiesce mode and will shut down");
        }

        return Describe(member, context);
    }

    private static async Task WaitForNewsAsync(TopologyMonitor topology, BsonDocument known, int milliseconds, TimeProvider time, CancellationToken cancellationToken)
    {
        if (known.GetValue("processId", BsonNull.Value) is not BsonObjectId process || known.GetValue("counter", BsonNull.Value) is not { IsNumeric: true } number)
        {
            throw CommandException.FailedToParse("topologyVersion needs 'processId' and 'counter'");
        }

        var counter = BsonNumber.Truncate(number);
        if (counter < 0)
        {
            throw new CommandException((ErrorCode)31372, "topologyVersion must have a non-negative counter");
        }

        if (milliseconds < 0)
        {
            throw new CommandException((ErrorCode)31373, "maxAwaitTimeMS must be a non-negative integer");
        }

        var next = topology.NextChange;
        var current = topology.Counter;
        if (process.Value != topology.ProcessId)
        {
            return;
        }

        if (counter > current)
        {
            throw new CommandException(
                (ErrorCode)31382, $"Received a topology version with counter: {counter} which is greater than the server topology version counter: {current}");
        }

        if (counter == current)
        {
            await AsyncSignal.WaitAsync(next, TimeSpan.FromMilliseconds(milliseconds), time, cancellationToken);
        }
    }

    private static BsonDocument Describe(Member member, CommandContext context)
    {
        var replication = member.Replication;
        var version = replication.Topology.Version;
        var view = replication.View;
        var reply = new BsonDocument { { "topologyVersion", version } };
        var isPrimary = view.IsWritable;
        var isSecondary = view.State == MemberState.Secondary || (view.State == MemberState.Primary && !view.IsWritable);
        if (view is { Config: { } config, State: not MemberState.Removed })
        {
            AddReplicaSet(reply, config, view, member);
        }
        else
        {
            reply.Add("isreplicaset", true).Add("info", "Does not have a valid replica set config");
        }

        reply.Add(context.Name == "hello" ? "isWritablePrimary" : "ismaster", isPrimary);
        reply.Add("secondary", isSecondary);
        if (context.Flag("helloOk"))
        {
            reply.Add("helloOk", true);
        }

        reply.Add("maxBsonObjectSize", BsonLimits.MaxDocumentBytes);
        reply.Add("maxMessageSizeBytes", BsonLimits.MaxMessageBytes);
        reply.Add("maxWriteBatchSize", BsonLimits.MaxWriteBatch);
        reply.Add("localTime", new BsonDateTime(member.Clock.Now));
        reply.Add("logicalSessionTimeoutMinutes", (int)Maintenance.SessionTimeout.TotalMinutes);
        reply.Add("connectionId", context.Connection.Id);
        reply.Add("minWireVersion", 0);
        reply.Add("maxWireVersion", MaxWireVersion);
        reply.Add("readOnly", false);
        AddCompression(reply, context);
        AddAuthentication(reply, context);
        return reply;
    }

    private static void AddAuthentication(BsonDocument reply, CommandContext context)
    {
        if (context.Text("saslSupportedMechs") is { } id)
        {
            reply.Add("saslSupportedMechs", UserName.ParseId(id) is { } name ? Authenticator.MechanismsFor(name) : throw CommandException.BadValue("'saslSupportedMechs' must be database.user"));
        }

        if (context.OptionalDocument("speculativeAuthenticate") is { } first && context.Member.Authenticator.Speculate(context.Connection, first) is { } answer)
        {
            reply.Add("speculativeAuthenticate", answer);
        }
    }

    private static void AddCompression(BsonDocument reply, CommandContext context)
    {
        if (context.Command.GetValue("compression", BsonNull.Value) is not BsonArray wanted)
        {
            return;
        }

        var common = new BsonArray(context.Member.Compressors.InCommonWith(wanted.OfType<BsonString>().Select(name => name.Value)));
        if (common.Count > 0)
        {
            reply.Add("compression", common);
        }
    }

    private static void AddReplicaSet(BsonDocument reply, ReplicaSetConfig config, MachineView view, Member member)
    {
        var visible = config.Members.Where(other => !other.IsHidden).ToList();
        reply.Add("setName", config.SetName);
        reply.Add("setVersion", config.Version);
        AddHosts(reply, "hosts", visible.Where(other => other.IsElectable), isAlways: true);
        AddHosts(reply, "passives", visible.Where(other => other is { IsArbiter: false, IsElectable: false }), isAlways: false);
        AddHosts(reply, "arbiters", visible.Where(other => other.IsArbiter), isAlways: false);
        if (view.Primary is { } primary && (view.PrimaryId != view.SelfId || view.IsWritable))
        {
            reply.Add("primary", primary.Host);
        }

        if (view.Self is { } self)
        {
            AddSelf(reply, self);
        }

        if (view.IsWritable)
        {
            reply.Add("electionId", ElectionIdOf(view.Term));
        }

        var last = member.Store.LastOpTime;
        if (!last.IsNone)
        {
            reply.Add("lastWrite", new BsonDocument
            {
                { "opTime", last.ToBson() },
                { "lastWriteDate", DateOf(last) },
                { "majorityOpTime", view.CommitPoint.ToBson() },
                { "majorityWriteDate", DateOf(view.CommitPoint) },
            });
        }
    }

    private static void AddSelf(BsonDocument reply, MemberConfig self)
    {
        reply.Add("me", self.Host);
        if (self.IsArbiter)
        {
            reply.Add("arbiterOnly", true);
        }
        else if (!self.IsElectable)
        {
            reply.Add("passive", true);
        }

        if (self.IsHidden)
        {
            reply.Add("hidden", true);
        }

        if (self.Tags.ElementCount > 0)
        {
            reply.Add("tags", self.Tags);
        }
    }

    private static void AddHosts(BsonDocument reply, string name, IEnumerable<MemberConfig> members, bool isAlways)
    {
        var hosts = new BsonArray(members.Select(member => member.Host));
        if (isAlways || hosts.Count > 0)
        {
            reply.Add(name, hosts);
        }
    }

    // Ids of later terms sort later, which is how drivers tell a deposed primary.
    private static ObjectId ElectionIdOf(long term)
    {
        Span<byte> bytes = stackalloc byte[12];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes, int.MaxValue);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes[4..], term);
        return new ObjectId(bytes.ToArray());
    }

    private static BsonDateTime DateOf(OpTime opTime) => new(opTime.Seconds * 1000);
}
