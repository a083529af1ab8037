using ITFrame.EmbeddedMongo.Replication.Machine;
using Microsoft.Extensions.Logging;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>One line for each change of a role, election and copy of data.</summary>
internal static class ReplicationLog
{
    public static void StateChanged(ILogger logger, MemberState from, MemberState to, long term) =>
        logger.LogInformation("state changed from {From} to {To} term={Term}", from, to, term);

    public static void SteppedDown(ILogger logger, long term, string reason) =>
        logger.LogInformation("stepped down term={Term} reason=\"{Reason}\"", term, reason);

    public static void Note(ILogger logger, string message) => logger.LogInformation("{Message}", message);

    public static void ConfigTakenUp(ILogger logger, ConfigVersionAndTerm versionAndTerm, string? self) =>
        logger.LogInformation("replica set config taken up {Config} self={Self}", versionAndTerm, self ?? "not in it");

    public static void SelfNotFound(ILogger logger, ConfigVersionAndTerm versionAndTerm) =>
        logger.LogWarning("none of the hosts in the config {Config} answers as this member", versionAndTerm);

    public static void ConfigNotFetched(ILogger logger, string host, string reason) =>
        logger.LogWarning("config could not be fetched from {Host}: {Reason}", host, reason);

    public static void SyncSourceChosen(ILogger logger, string host, OpTime from) =>
        logger.LogInformation("replicating from {Host} after {OpTime}", host, from);

    public static void SyncSourceLost(ILogger logger, string host, string reason) =>
        logger.LogInformation("replication from {Host} ended: {Reason}", host, reason);

    public static void RollingBack(ILogger logger, OpTime from, OpTime to) =>
        logger.LogWarning("rolling back from {From} to the common point {To}", from, to);

    public static void CannotRollBack(ILogger logger, OpTime from, string reason) =>
        logger.LogError("cannot roll back from {From}: {Reason}", from, reason);

    public static void RolledBack(ILogger logger, int count, string? file) =>
        logger.LogWarning("rolled back entries={Count} file={File}", count, file);

    public static void InitialSyncStarted(ILogger logger, string host) =>
        logger.LogInformation("initial sync from {Host} started", host);

    public static void InitialSyncFinished(ILogger logger, string host, long documents, OpTime at) =>
        logger.LogInformation("initial sync from {Host} finished documents={Documents} at={OpTime}", host, documents, at);

    public static void InitialSyncFailed(ILogger logger, string host, string reason) =>
        logger.LogWarning("initial sync from {Host} failed: {Reason}", host, reason);
}
