namespace ITFrame.Drills.Clients;

/// <summary>No connection came about, so nothing was sent.</summary>
internal sealed class GatewayConnectException : IOException
{
    public GatewayConnectException(GatewayEndpoint gateway, string reason, Exception? innerException = null)
        : base($"Cannot connect to the gateway in {gateway.Site}: {reason}.", innerException)
    {
        Reason = reason;
    }

    public string Reason { get; }
}
