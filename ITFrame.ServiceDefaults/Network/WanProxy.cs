using System.Net;
using Microsoft.Extensions.Configuration;

namespace ITFrame.ServiceDefaults.Network;

/// <summary>
/// The SOCKS5 router (RFC 1928) of the process's own site, through which it reaches every other service by its production name.
/// Loopback addresses are reached directly: they are never part of the modelled network.
/// </summary>
public sealed class WanProxy : IWebProxy
{
    /// <summary>The variable that holds the router's address, as <c>socks5://host:port</c>. Unset: connect directly.</summary>
    public const string Variable = "ITFRAME_WAN_PROXY";

    /// <summary>Creates the proxy for a router.</summary>
    /// <param name="address">The router's address, with scheme <c>socks5</c>.</param>
    /// <exception cref="ArgumentException">The scheme is not <c>socks5</c>.</exception>
    public WanProxy(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Scheme != "socks5")
        {
            throw new ArgumentException($"{Variable} must be socks5://host:port, not '{address}'.", nameof(address));
        }

        Address = address;
    }

    /// <summary>The router's address.</summary>
    public Uri Address { get; }

    /// <inheritdoc />
    public ICredentials? Credentials { get; set; }

    /// <summary>Reads the router's address from configuration; null where none is set.</summary>
    /// <exception cref="ArgumentException">The value is not an address with scheme <c>socks5</c>.</exception>
    public static WanProxy? From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration[Variable] is not { Length: > 0 } value ? null
            : Uri.TryCreate(value, UriKind.Absolute, out var address) ? new WanProxy(address)
            : throw new ArgumentException($"{Variable} must be socks5://host:port, not '{value}'.", nameof(configuration));
    }

    /// <inheritdoc />
    public Uri GetProxy(Uri destination) => Address;

    /// <inheritdoc />
    public bool IsBypassed(Uri host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.IsLoopback;
    }
}
