using System.Net;
using System.Net.Sockets;

namespace ITFrame.Api.Control.Cast;

/// <summary>Asks the system's resolver, which follows CNAME records and reports the last name.</summary>
internal sealed class CanonicalNames : ICanonicalNames
{
    public async Task<string?> ResolveAsync(string domain, CancellationToken cancellationToken)
    {
        try
        {
            return (await Dns.GetHostEntryAsync(domain, cancellationToken)).HostName;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
