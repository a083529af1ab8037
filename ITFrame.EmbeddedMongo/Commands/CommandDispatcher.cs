using System.Text.RegularExpressions;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Hosting;
using ITFrame.EmbeddedMongo.Replication.Machine;
using ITFrame.EmbeddedMongo.Replication.Oplog;
using ITFrame.EmbeddedMongo.Security.Authorization;
using ITFrame.EmbeddedMongo.Storage;
using ITFrame.EmbeddedMongo.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands;

/// <summary>Runs a command from request to reply: who may, when, with which concerns, and what a failure looks like.</summary>
internal sealed class CommandDispatcher(Member member, ILogger<CommandDispatcher> logger)
{
    public async Task<BsonDocument> RunAsync(WireRequest request, ConnectionState connection, CancellationToken cancellationToken)
    {
        var name = request.Command.GetElement(0).Name;
        CommandContext? context = null;
        using var operation = member.Operations.Begin(request, connection, cancellationToken);
        var token = operation.Token;
        try
        {
            var command = FindCommand(name, request);
            operation.Outcome = false;
            ApiVersions.Check(request.Command, command);
            BsonFields.DemandUnique(request.Command, name);
            CommandAuthorization.Check(request, connection.Authorization);
            Witness(request.Command);
            context = CommandContext.Create(member, connection, request.Command, request.Database);
            context.Operation = operation;
            CheckState(command, context, request);
            CheckSnapshot(context);
            await WaitForClusterTimeAsync(context.ReadConcern.AfterClusterTime, token);
            if (context.Majority is not null)
            {
                await WaitForCommittedAsync(context.ReadConcern.AfterClusterTime, token);
            }

            var fault = member.FailPoints.FaultOf(request.Command, connection, command.Traits.HasFlag(CommandTraits.Writes) && context.Statement(0) is not null);
            if (fault is not null)
            {
                await fault.BeforeAsync(member.Clock.Time, token);
            }

            var concern = command.Traits.HasFlag(CommandTraits.Writes) ? WriteConcern.Of(context) : null;
            var reply = context.Transaction is null
                ? await command.RunAsync(context, token)
                : await TransactionRunner.RunAsync(command, context, token);
            if (command.Traits.HasFlag(CommandTraits.Reads) && context.MustWaitForCommit)
            {
                await WaitUntilCommittedAsync(context, token);
            }

            // A pipeline that stores its result writes, too.
            if (command.Traits.HasFlag(CommandTraits.Writes) || !context.LastWrite.IsNone)
            {
                await WriteConcernWait.AddErrorAsync(reply, context, concern ?? WriteConcern.Of(context), token);
            }

            fault?.After(reply, request.Command);
            if (context.HasWritten && context.Statement(0) is not null && member.FailPoints.CutsOffAfterWrite())
            {
                throw new ConnectionAbortedException("closed by a fail point");
            }

            reply.Add("ok", 1.0);
            operation.Outcome = true;
            member.Operations.Documents.Count(name, reply);
            return Finish(reply, request, context, command);
        }
        catch (CommandException exception)
        {
            return Failure(exception, request, context);
        }
        catch (OperationCanceledException exception) when (exception is not ConnectionAbortedException && !cancellationToken.IsCancellationRequested)
        {
            return Failure(operation.IsKilled ? new CommandException(ErrorCode.Interrupted, "operation was interrupted") : new CommandException(ErrorCode.MaxTimeMSExpired, "operation exceeded time limit"), request, context);
        }
        catch (RegexMatchTimeoutException)
        {
            return Failure(new CommandException((ErrorCode)51156, "a regular expression took too long to match"), request, context);
        }
        catch (SqliteException exception) when (StoreSchema.SaysDropped(exception))
        {
            return Failure(new CommandException(ErrorCode.QueryPlanKilled, "collection dropped"), request, context);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "command {Command} failed", name);
            return Failure(new CommandException(ErrorCode.InternalError, $"{exception.GetType().Name}: {exception.Message}"), request, context);
        }
    }

    private static ICommand FindCommand(string name, WireRequest request)
    {
        var command = CommandRegistry.Find(name) ?? throw new CommandException(ErrorCode.CommandNotFound, $"no such command: '{name}'");
        if (request.IsLegacy && name is not ("hello" or "isMaster" or "ismaster" or "saslStart" or "saslContinue" or "authenticate" or "buildInfo" or "buildinfo" or "_isSelf"))
        {
            throw new CommandException(ErrorCode.UnsupportedOpQueryCommand, $"Unsupported OP_QUERY command: {name}. The client driver may require an upgrade.");
        }

        return command.Traits.HasFlag(CommandTraits.AdminOnly) && request.Database != "admin"
            ? throw new CommandException(ErrorCode.Unauthorized, $"{name} may only be run against the admin database.")
            : command;
    }

    private void Witness(BsonDocument command)
    {
        if (command.GetValue("$clusterTime", BsonNull.Value) is BsonDocument gossip && gossip.GetValue("clusterTime", BsonNull.Value) is BsonTimestamp time && !member.Clock.Witness(time.Value))
        {
            throw CommandException.BadValue("the $clusterTime is further ahead than this member accepts");
        }
    }

    private void CheckState(ICommand command, CommandContext context, WireRequest request)
    {
        var replication = member.Replication;
        if (replication.IsShuttingDown && !command.Traits.HasFlag(CommandTraits.DuringShutdown))
        {
            throw new CommandException(ErrorCode.ShutdownInProgress, "The server is in quiesce mode and will shut down");
        }

        var view = replication.View;
        if (command.Traits.HasFlag(CommandTraits.Writes) || context.Transaction is not null)
        {
            replication.Gate.DemandTerm();
        }
        else if (command.Traits.HasFlag(CommandTraits.Reads) && !view.IsWritable)
        {
            // The log of a member can be read whatever its state: followers and operators need it.
            if (view.State is not (MemberState.Secondary or MemberState.Primary) && request.Database != "local")
            {
                throw new CommandException(ErrorCode.NotPrimaryOrSecondary, "node is not in primary or recovering state");
            }

            if (!AllowsFollower(request.Command) && request.Database != "local")
            {
                throw new CommandException(ErrorCode.NotPrimaryNoSecondaryOk, "not primary and secondaryOk=false");
            }
        }
    }

    // Without the versions of the past that this would need, it would be a read of the present under a false name.
    private static void CheckSnapshot(CommandContext context)
    {
        if (context.ReadConcern.Level == "snapshot" && context.Transaction is null)
        {
            throw new CommandException(ErrorCode.NotImplemented, "readConcern 'snapshot' outside of a transaction is not supported by this stand-in");
        }
    }

    // A getMore goes where its cursor is; the find before it was checked.
    private static bool AllowsFollower(BsonDocument command) =>
        command.GetElement(0).Name == "getMore"
        || (command.GetValue("$readPreference", BsonNull.Value) is BsonDocument preference && preference.GetValue("mode", "primary") != "primary");

    private async Task WaitForClusterTimeAsync(long timestamp, CancellationToken cancellationToken)
    {
        if (!member.Clock.Witness(timestamp))
        {
            throw CommandException.BadValue("readConcern afterClusterTime is further ahead than this member accepts");
        }

        while (true)
        {
            var next = member.Replication.NextOplogGrowth;
            if (member.Store.LastOpTime.Timestamp >= timestamp)
            {
                return;
            }

            // The time may have come from writes that were rolled back: the primary moves the log past it.
            if (member.Replication.Gate.IsOpen)
            {
                await member.Maintenance.WriteNoopAsync("afterClusterTime");
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    // The majority's snapshot has to have reached that time too. Without a snapshot the newest data are read, and waited for.
    private async Task WaitForCommittedAsync(long timestamp, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = member.Replication.NextOplogGrowth;
            if (member.Store.CommittedSnapshot is not { } snapshot || snapshot.OpTime.Timestamp >= timestamp)
            {
                return;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    // What was read may be newer than what the majority holds; the reply waits until it is not.
    private async Task WaitUntilCommittedAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.ReadConcern.Level == "linearizable")
        {
            if (!member.Replication.View.IsWritable)
            {
                throw CommandException.NotWritablePrimary();
            }

            // A write after the read proves that this was still the primary when it read.
            await context.WriteAsync(writer => writer.Append(OplogEntry.Noop(new BsonDocument("msg", "linearizable read")), null));
            await member.Replication.Acknowledgements.WaitForWriteAsync(context.LastWrite, context.WriteTerm, null, cancellationToken);
            return;
        }

        var read = member.Store.Read(reader => reader.ReadLastOpTime());
        await member.Replication.Acknowledgements.WaitForCommitAsync(read, cancellationToken);
    }

    private BsonDocument Failure(CommandException exception, WireRequest request, CommandContext? context)
    {
        var reply = new BsonDocument
        {
            { "ok", 0.0 },
            { "errmsg", exception.Message },
            { "code", (int)exception.Code },
            { "codeName", exception.CodeName },
        };
        if (exception.Details is not null)
        {
            reply.AddRange(exception.Details);
        }

        if (exception.IsStateChange)
        {
            reply.Add("topologyVersion", member.Replication.Topology.Version);
        }

        ErrorLabels.AddTo(reply, exception, request.Command, member.Cursors);
        return Finish(reply, request, context, null);
    }

    private BsonDocument Finish(BsonDocument reply, WireRequest request, CommandContext? context, ICommand? command)
    {
        if (member.Replication.View.Config is null)
        {
            return reply;
        }

        // A read may have seen a commit that the writer has not announced yet: the database knows.
        var last = command?.Traits.HasFlag(CommandTraits.Reads) == true && context?.Session is not null
            ? member.Store.Read(reader => reader.ReadLastOpTime())
            : member.Store.LastOpTime;
        var operationTime = context is { LastWrite.IsNone: false } ? context.LastWrite
            : context?.Majority is { ReadUpTo.IsNone: false, HasReadNewest: false } majority ? majority.ReadUpTo
            : last;
        member.Clock.Witness(last.Timestamp);
        reply.Add("$clusterTime", member.Clock.ClusterTimeDocument);
        reply.Add("operationTime", new BsonTimestamp(operationTime.Timestamp));
        if (request.Command.Contains("$replData"))
        {
            ReplicationMetadata.AddTo(reply, member);
        }

        return reply;
    }
}
