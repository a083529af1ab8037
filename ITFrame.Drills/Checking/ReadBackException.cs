namespace ITFrame.Drills.Checking;

/// <summary>The database could not be read, which says nothing about what is in it.</summary>
internal sealed class ReadBackException(string message) : Exception(message);
