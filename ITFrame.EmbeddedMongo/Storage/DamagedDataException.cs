namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>The member's files do not hold what was written to them. Copied data is the only remedy.</summary>
internal sealed class DamagedDataException(string what, Exception? cause = null)
    : Exception($"{what}. Remove the member's files, so that it copies all data from another member, or restore them from a backup.", cause);
