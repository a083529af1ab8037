namespace ITFrame.Drills.Scenarios;

/// <summary>A scenario that is not there or that cannot be run; the message names the file, the place in it and the reason.</summary>
internal sealed class ScenarioException(string message, Exception? innerException = null) : Exception(message, innerException);
