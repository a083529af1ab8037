namespace ITFrame.Console.LabControl;

/// <summary>Lab control could not be reached or refused; the message is for the person at the page.</summary>
internal sealed class LabControlException(string message, Exception? inner = null) : Exception(message, inner);
