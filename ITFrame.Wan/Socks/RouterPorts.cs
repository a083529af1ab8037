using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ITFrame.Wan.Socks;

/// <summary>The port that each site's router really listens on, which configuration may leave to the system.</summary>
internal sealed class RouterPorts
{
    private readonly Dictionary<string, ListenOptions> _listeners = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<(string Site, int Port)> All => _listeners.Select(listener => (listener.Key, listener.Value.IPEndPoint!.Port));

    public int this[string site] => _listeners[site].IPEndPoint!.Port;

    public void Add(string site, ListenOptions listener) => _listeners.Add(site, listener);
}
