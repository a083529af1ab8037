namespace ITFrame.Wan;

/// <summary>The configuration is invalid. The message names the path of each bad value.</summary>
internal sealed class WanConfigurationException : Exception
{
    public WanConfigurationException()
    {
    }

    public WanConfigurationException(string message)
        : base(message)
    {
    }

    public WanConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
