namespace ITFrame.ServiceDefaults.Hosting;

/// <summary>A service cannot start as it is configured. The message names the path of each bad value, and is all that its operator needs.</summary>
public sealed class ServiceConfigurationException : Exception
{
    /// <summary>Without a message.</summary>
    public ServiceConfigurationException()
    {
    }

    /// <summary>With what is wrong.</summary>
    public ServiceConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>With what is wrong, and how it was found.</summary>
    public ServiceConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
