using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Security.Users;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Cursors;

/// <summary>A query whose result a client fetches batch by batch.</summary>
internal abstract class ServerCursor(Namespace ns) : IDisposable
{
    private int _isInUse;

    public long Id { get; set; }

    public Namespace Namespace => ns;

    public bool NeedsMajority { get; init; }

    /// <summary>Where it reads, when that is what a majority has.</summary>
    public MajoritySource? Majority { get; init; }

    /// <summary>Who opened it, and alone may go on with it.</summary>
    public UserName? Owner { get; set; }

    /// <summary>Whether it can be resumed on another member by a token.</summary>
    public virtual bool IsChangeStream => false;

    public long LastUsed { get; set; }

    public bool IsInUse => Volatile.Read(ref _isInUse) != 0;

    /// <summary>Takes the cursor for one batch; false when another connection has it.</summary>
    public bool TryEnter() => Interlocked.Exchange(ref _isInUse, 1) == 0;

    public void Leave() => Volatile.Write(ref _isInUse, 0);

    /// <param name="batchSize">The most documents of the batch; null leaves it to its size in bytes.</param>
    /// <param name="awaitTime">How long a tailing cursor waits for something new.</param>
    /// <param name="knownCommitPoint">The commit point that the caller knows; a tailing cursor returns when it advances.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public abstract Task<CursorBatch> NextAsync(int? batchSize, TimeSpan? awaitTime, OpTime? knownCommitPoint, CancellationToken cancellationToken);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    public static BsonDocument Reply(ServerCursor? cursor, Namespace ns, CursorBatch batch, bool isFirst)
    {
        var result = new BsonDocument { { isFirst ? "firstBatch" : "nextBatch", batch.Documents } };
        if (batch.ResumeToken is { } token)
        {
            result.Add("postBatchResumeToken", token);
        }

        return new BsonDocument("cursor", result.Add("id", cursor?.Id ?? 0L).Add("ns", ns.ToString()));
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Room for one more document in a reply that already has some.</summary>
    protected static bool Fits(int bytesSoFar, int bytes) => bytesSoFar == 0 || bytesSoFar + bytes <= BsonLimits.MaxDocumentBytes;
}
