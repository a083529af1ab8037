namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>What happened is not what the test expects.</summary>
internal sealed class MismatchException(string message) : Exception(message);
