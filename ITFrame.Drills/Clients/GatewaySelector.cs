namespace ITFrame.Drills.Clients;

/// <summary>
/// Which gateway a client turns to. It races connections to all of them, remembers the winner for a while, and puts
/// gateways that failed lately at the end of the next race's order.
/// </summary>
internal sealed class GatewaySelector(
    IReadOnlyList<GatewayEndpoint> preference,
    ConnectionRace race,
    Action<GatewayEndpoint, Stream> offer,
    ClientOptions options,
    TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<GatewayEndpoint, long> _suspects = [];
    private (GatewayEndpoint Gateway, long Since)? _winner;
    private Task<GatewayEndpoint?>? _race;

    /// <summary>Returns a gateway that is not among those that have failed the request, or null when none can be connected to.</summary>
    public async Task<GatewayEndpoint?> ChooseAsync(IReadOnlySet<GatewayEndpoint> failed, CancellationToken cancellationToken)
    {
        Task<GatewayEndpoint?> running;
        lock (_gate)
        {
            if (_winner is var (winner, since) && !failed.Contains(winner) && time.GetElapsedTime(since) < options.WinnerMemory)
            {
                return winner;
            }

            if (failed.Count > 0)
            {
                // The request has been to some already: what is left needs no race.
                return Order().FirstOrDefault(gateway => !failed.Contains(gateway));
            }

            // All requests of the client share one race, as tabs of a browser do.
            running = _race ??= RaceAsync(Order());
        }

        return await running.WaitAsync(cancellationToken);
    }

    /// <summary>Notes that a gateway refused, broke off or kept silent.</summary>
    public void Suspect(GatewayEndpoint gateway)
    {
        lock (_gate)
        {
            _suspects[gateway] = time.GetTimestamp();
            if (_winner?.Gateway == gateway)
            {
                _winner = null;
            }
        }
    }

    private List<GatewayEndpoint> Order() => [.. preference.OrderBy(IsSuspect)];

    private bool IsSuspect(GatewayEndpoint gateway)
        => _suspects.TryGetValue(gateway, out var since) && time.GetElapsedTime(since) < options.SuspectMemory;

    private async Task<GatewayEndpoint?> RaceAsync(List<GatewayEndpoint> order)
    {
        // Leaves the caller's lock first.
        await Task.Yield();
        try
        {
            // Each attempt has its own time limit, so a race ends by itself and outlives the request that began it.
            if (await race.RunAsync(order, CancellationToken.None) is not var (gateway, connection))
            {
                return null;
            }

            offer(gateway, connection);
            lock (_gate)
            {
                _winner = (gateway, time.GetTimestamp());
            }

            return gateway;
        }
        finally
        {
            lock (_gate)
            {
                _race = null;
            }
        }
    }
}
