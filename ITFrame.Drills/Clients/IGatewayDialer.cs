namespace ITFrame.Drills.Clients;

/// <summary>Opens connections to gateways.</summary>
internal interface IGatewayDialer
{
    /// <exception cref="GatewayConnectException">The gateway refused, is unknown, or did not answer in time.</exception>
    Task<Stream> ConnectAsync(GatewayEndpoint gateway, CancellationToken cancellationToken);
}
