using System.Diagnostics;
using ITFrame.Api.Consistency;
using ITFrame.ServiceDefaults.Mongo;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Api.Data;

/// <summary>
/// What binds the database operations of one request together: a causally consistent session, begun by the first write or by a
/// consistency token, and within it at most one transaction at a time. Operations of one request follow one another: a session
/// is not for use by two at once.
/// </summary>
internal sealed class HubSession(IMongoClient client, PrimaryAbsence absence, IOptions<ApiOptions> options) : IDisposable
{
    private const string TransientLabel = "TransientTransactionError";
    private const string UnknownCommitLabel = "UnknownTransactionCommitResult";

    /// <summary>How long a transaction is tried again. With the last attempt's own limits it stays below the requests' time limit.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a read waits until a member has got as far as a consistency token says. Less than the gateway waits for an answer: a member
    /// that cannot get there without the others must not look like a replica that is dead.
    /// </summary>
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(1.5);

    /// <summary>The same where there has been no primary for long: who has not got there by now will not, and the other region may have.</summary>
    private static readonly TimeSpan CatchUpAlone = TimeSpan.FromMilliseconds(100);

    /// <summary>An abort is a courtesy: the server ends what nobody goes on with.</summary>
    private static readonly TimeSpan AbortPatience = TimeSpan.FromMilliseconds(250);

    /// <summary>One snapshot, and an acknowledgement by a majority, journaled, as for all the hub's writes.</summary>
    private static readonly TransactionOptions Options = new(ReadConcern.Snapshot, ReadPreference.Primary);

    private IClientSessionHandle? _session;

    /// <summary>The session; null while nothing has bound this request to a time.</summary>
    public IClientSessionHandle? Current => _session;

    public bool IsInTransaction => _session is { IsInTransaction: true };

    /// <summary>How long a read outside of a transaction may wait for the time that the session is at.</summary>
    public TimeSpan CatchUpPatience => absence.Duration > options.Value.PrimaryPatience ? CatchUpAlone : CatchUp;

    /// <summary>The time of the latest operation that this request has seen; null when it had no session.</summary>
    public ConsistencyToken? Position
        => _session is { OperationTime: { } time, ClusterTime: { } cluster } ? new ConsistencyToken(time, cluster) : null;

    public IClientSessionHandle Open() => _session ??= client.StartSession(new ClientSessionOptions { CausalConsistency = true });

    /// <summary>Makes this request's reads see everything up to the token's time.</summary>
    public void ReadAfter(ConsistencyToken token)
    {
        var session = Open();
        session.AdvanceClusterTime(token.ClusterTime);
        session.AdvanceOperationTime(token.OperationTime);
    }

    /// <summary>Makes this request's reads see a majority's data at or after the time; where that is null, whenever.</summary>
    public void ReadAfter(BsonTimestamp? time)
    {
        var session = Open();
        if (time is not null)
        {
            session.AdvanceOperationTime(time);
        }
    }

    public void Begin() => Open().StartTransaction(Options);

    /// <summary>Commits; asks again where it is not known whether the commit was heard, which the server recognises.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        for (var started = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                await _session!.CommitTransactionAsync(cancellationToken);
                return;
            }
            catch (MongoException exception) when (exception.HasErrorLabel(UnknownCommitLabel)
                && exception is not MongoExecutionTimeoutException && Stopwatch.GetElapsedTime(started) < Patience)
            {
            }
        }
    }

    public async Task AbortAsync()
    {
        if (!IsInTransaction)
        {
            return;
        }

        using var limit = new CancellationTokenSource(AbortPatience);
        try
        {
            await _session!.AbortTransactionAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // The driver takes the transaction for aborted even so, and so does the server after a while.
        }
    }

    /// <summary>
    /// Runs the work so that all of its writes happen or none; within a transaction that is under way it becomes part of it. The
    /// work may run more than once.
    /// </summary>
    public async Task<T> InTransactionAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (IsInTransaction)
        {
            return await work(cancellationToken);
        }

        for (var started = Stopwatch.GetTimestamp(); ;)
        {
            Begin();
            try
            {
                var result = await work(cancellationToken);
                await CommitAsync(cancellationToken);
                return result;
            }
            catch (MongoException exception) when (IsWorthRepeating(exception) && Stopwatch.GetElapsedTime(started) < Patience)
            {
                await AbortAsync();
            }
            catch
            {
                await AbortAsync();
                throw;
            }
        }
    }

    /// <summary>True where the server has undone the transaction and it may be run anew.</summary>
    public static bool IsWorthRepeating(MongoException exception) => exception.HasErrorLabel(TransientLabel);

    public void Dispose() => _session?.Dispose();
}
