namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>The sync source is ahead, but does not have this member's last entry.</summary>
internal sealed class DivergedException(string message) : Exception(message);
