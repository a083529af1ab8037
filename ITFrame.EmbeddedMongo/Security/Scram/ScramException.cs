namespace ITFrame.EmbeddedMongo.Security.Scram;

/// <summary>Why an authentication failed: for the log, because the other side is only told that it did.</summary>
internal sealed class ScramException(string message) : Exception(message);
