using ITFrame.Gateway.Peering;

namespace ITFrame.Gateway.Health;

/// <summary>
/// The listener at which readiness is asked for: health checks are not shown the request. Only requests for readiness set it;
/// the framework's accessor would flow the context of every request.
/// </summary>
internal sealed class AskedListener
{
    private readonly AsyncLocal<string?> _name = new();

    public string Name
    {
        get => _name.Value ?? PeerListener.Public;
        set => _name.Value = value;
    }
}
