namespace ITFrame.Drills.Clients;

/// <summary>
/// Connection attempts to several gateways, each begun a little after the one before or as soon as that has failed; the
/// first that connects wins and the others are given up (RFC 8305, section 5).
/// </summary>
internal sealed class ConnectionRace(IGatewayDialer dialer, TimeSpan stagger, TimeProvider time)
{
    /// <summary>Returns the winner and its connection, or null when every attempt has failed.</summary>
    public async Task<(GatewayEndpoint Gateway, Stream Connection)?> RunAsync(IReadOnlyList<GatewayEndpoint> order, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new Dictionary<Task<Stream>, GatewayEndpoint>();
        var next = 0;
        try
        {
            while (next < order.Count || running.Count > 0)
            {
                var delay = default(Task);
                if (next < order.Count)
                {
                    running.Add(dialer.ConnectAsync(order[next], over.Token), order[next]);
                    next++;
                    delay = next < order.Count ? Task.Delay(stagger, time, over.Token) : null;
                }

                while (running.Count > 0)
                {
                    var ended = await Task.WhenAny(delay is null ? running.Keys : running.Keys.Append<Task>(delay));
                    if (ended == delay)
                    {
                        break;
                    }

                    var attempt = (Task<Stream>)ended;
                    running.Remove(attempt, out var gateway);
                    if (attempt.IsCompletedSuccessfully)
                    {
                        return (gateway!, await attempt);
                    }

                    cancellationToken.ThrowIfCancellationRequested();
                    if (next < order.Count)
                    {
                        // A refusal is an answer: there is no reason to wait for the rest of the delay.
                        break;
                    }
                }

                cancellationToken.ThrowIfCancellationRequested();
            }

            return null;
        }
        finally
        {
            await over.CancelAsync();
            foreach (var loser in running.Keys)
            {
                Discard(loser);
            }
        }
    }

    /// <summary>A loser may connect in the very moment in which it is given up.</summary>
    private static void Discard(Task<Stream> loser) => loser.ContinueWith(
        static ended =>
        {
            if (ended.IsCompletedSuccessfully)
            {
                ended.Result.Dispose();
            }
            else
            {
                _ = ended.Exception;
            }
        },
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
