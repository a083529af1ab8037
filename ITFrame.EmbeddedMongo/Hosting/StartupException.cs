namespace ITFrame.EmbeddedMongo.Hosting;

/// <summary>The member cannot start, for a reason that the message tells an operator.</summary>
internal sealed class StartupException(string message) : Exception(message);
