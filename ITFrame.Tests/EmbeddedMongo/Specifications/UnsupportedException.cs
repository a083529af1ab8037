namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>What a test asks for and the driver, or this runner, does not have: no fault of the member.</summary>
internal sealed class UnsupportedException(string message) : Exception(message);
