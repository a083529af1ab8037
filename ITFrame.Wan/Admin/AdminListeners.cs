using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ITFrame.Wan.Admin;

internal static class AdminListeners
{
    private const string DefaultAddress = "http://127.0.0.1:0";

    /// <summary>
    /// Opens the addresses of ASPNETCORE_URLS. Kestrel does not read them by itself once other endpoints are set in code.
    /// </summary>
    /// <exception cref="WanConfigurationException">An address is not HTTP on loopback.</exception>
    public static void ListenForAdmin(this KestrelServerOptions kestrel, string? urls)
    {
        foreach (var url in (string.IsNullOrWhiteSpace(urls) ? DefaultAddress : urls).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps) || !address.IsLoopback)
            {
                throw new WanConfigurationException($"ASPNETCORE_URLS: '{url}' is not http:// or https:// on a loopback address.");
            }

            if (IPAddress.TryParse(address.DnsSafeHost, out var ip))
            {
                kestrel.Listen(ip, address.Port, listener => Secure(listener, address));
            }
            else
            {
                kestrel.ListenLocalhost(address.Port, listener => Secure(listener, address));
            }
        }
    }

    private static void Secure(ListenOptions listener, Uri address)
    {
        if (address.Scheme == Uri.UriSchemeHttps)
        {
            listener.UseHttps();
        }
    }
}
