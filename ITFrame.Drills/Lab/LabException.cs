namespace ITFrame.Drills.Lab;

/// <summary>The drill could not run: there is no lab, or it does not do what it is told. The message is for the user.</summary>
internal sealed class LabException : Exception
{
    public LabException(string message)
        : base(message)
    {
    }

    public LabException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
