using ITFrame.Drills.Traffic;

namespace ITFrame.Drills.Clients;

/// <summary>The run's clients. Each has the gateways in an order of its own, as resolvers hand out A records in turn.</summary>
internal sealed class ClientPool : IDisposable
{
    private readonly DrillClient[] _clients;

    public ClientPool(IReadOnlyList<GatewayEndpoint> gateways, IGatewayDialer dialer, TrafficOptions traffic, ClientOptions options, TimeProvider time)
    {
        var random = new Random(traffic.Seed);
        _clients = new DrillClient[traffic.Clients];
        for (var index = 0; index < _clients.Length; index++)
        {
            var preference = gateways.ToArray();
            random.Shuffle(preference);
            _clients[index] = new DrillClient(preference, dialer, options, time);
        }
    }

    public DrillClient this[int index] => _clients[index];

    public void Dispose()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }
    }
}
