namespace ITFrame.EmbeddedMongo.Wire;

/// <summary>The peer does not speak the protocol; the connection cannot go on.</summary>
internal sealed class MalformedMessageException(string message) : Exception(message);
