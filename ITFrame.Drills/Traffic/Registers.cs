using System.Collections.Concurrent;

namespace ITFrame.Drills.Traffic;

/// <summary>The stations whose settings many clients read and change, and what each client has seen of them.</summary>
internal sealed class Registers(string runId)
{
    /// <summary>Few enough that clients get in each other's way, and many enough that each one's history can be checked.</summary>
    public const int Count = 12;

    private readonly ConcurrentDictionary<(int Client, string Station), RegisterView> _views = new();

    public IReadOnlyList<string> Stations { get; } = [.. Enumerable.Range(1, Count).Select(number => $"drill-{runId}-r{number}")];

    /// <summary>The newest that a client has seen of a station; null before it has seen any of it.</summary>
    public RegisterView? ViewOf(int client, string station) => _views.GetValueOrDefault((client, station));

    /// <summary>Notes what a client has seen. Of answers that overtake each other the newer revision counts.</summary>
    public void See(int client, string station, RegisterView view)
        => _views.AddOrUpdate(
            (client, station),
            view,
            // An answer without a token tells nothing that would make the next read newer.
            (_, known) => view.Revision < known.Revision ? known : view with { Token = view.Token ?? known.Token });

    /// <summary>Gives every client what the first one has seen when it made the station.</summary>
    public void SeenByAll(int clients, string station, RegisterView view)
    {
        for (var client = 0; client < clients; client++)
        {
            See(client, station, view);
        }
    }
}
