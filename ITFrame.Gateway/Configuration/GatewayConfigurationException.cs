namespace ITFrame.Gateway.Configuration;

/// <summary>The configuration is invalid. The message names the path of each bad value.</summary>
internal sealed class GatewayConfigurationException : Exception
{
    public GatewayConfigurationException()
    {
    }

    public GatewayConfigurationException(string message)
        : base(message)
    {
    }

    public GatewayConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
