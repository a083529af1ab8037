using MongoDB.Driver;

namespace ITFrame.Api.Errors;

/// <summary>What a failure of the database means to the client that asked.</summary>
internal static class MongoErrors
{
    /// <summary>Another transaction has the document.</summary>
    public const int WriteConflict = 112;

    /// <summary>
    /// Server error codes that pass with time: the member steps down, recovers, shuts down or is out of reach, or the majority
    /// did not confirm in time. From the list that drivers retry on, and the write concern's own codes.
    /// </summary>
    private static readonly HashSet<int> TransientCodes =
    [
        6,      // HostUnreachable
        7,      // HostNotFound
        64,     // WriteConcernFailed (wtimeout)
        79,     // UnknownReplWriteConcern
        89,     // NetworkTimeout
        91,     // ShutdownInProgress
        100,    // UnsatisfiableWriteConcern
        WriteConflict,
        133,    // FailedToSatisfyReadPreference
        134,    // ReadConcernMajorityNotAvailableYet
        189,    // PrimarySteppedDown
        246,    // SnapshotUnavailable
        262,    // ExceededTimeLimit
        50,     // MaxTimeMSExpired
        9001,   // SocketException
        10058,  // LegacyNotPrimary
        10107,  // NotWritablePrimary
        11600,  // InterruptedAtShutdown
        11601,  // Interrupted
        11602,  // InterruptedDueToReplStateChange
        13435,  // NotPrimaryNoSecondaryOk
        13436,  // NotPrimaryOrSecondary
    ];

    /// <summary>True where the same request may succeed a moment later: an election, a restart, a cut line.</summary>
    public static bool IsUnavailable(this Exception exception) => exception switch
    {
        // Server selection and the pool's queue both give up with a plain TimeoutException.
        TimeoutException => true,
        MongoConnectionException or MongoConnectionPoolPausedException or MongoWaitQueueFullException => true,
        MongoNotPrimaryException or MongoNodeIsRecoveringException or MongoExecutionTimeoutException => true,
        MongoWriteConcernException => true,
        MongoWriteException write => write.WriteError is null || TransientCodes.Contains(write.WriteError.Code),
        MongoCommandException command => TransientCodes.Contains(command.Code) || command.HasErrorLabel("RetryableWriteError"),
        MongoException other => other.HasErrorLabel("RetryableWriteError") || other.HasErrorLabel("TransientTransactionError"),
        _ => false,
    };

    public static bool IsDuplicateKey(this Exception exception) => exception switch
    {
        MongoWriteException write => write.WriteError?.Category == ServerErrorCategory.DuplicateKey,
        MongoCommandException command => command.Code == 11000,
        _ => false,
    };
}
