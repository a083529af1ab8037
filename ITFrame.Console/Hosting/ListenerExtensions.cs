using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ITFrame.Console.Hosting;

/// <summary>
/// The console's two listeners: the page speaks HTTP/1.1, OTLP speaks HTTP/2. Without TLS a listener cannot negotiate between
/// them, so each port has one protocol, and a request's protocol says through which door it came.
/// </summary>
internal static class ListenerExtensions
{
    private const string DefaultUrl = "http://localhost:8080";

    /// <exception cref="InvalidOperationException">An address is not on loopback, or not plain HTTP.</exception>
    public static void AddListeners(this WebApplicationBuilder builder)
    {
        var otlpPort = builder.Configuration.GetValue($"{ConsoleOptions.Section}:{nameof(ConsoleOptions.OtlpPort)}", ConsoleOptions.DefaultOtlpPort);
        var urls = (builder.Configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } value ? value : DefaultUrl)
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(Parse)
            .ToList();

        // It warns that the addresses are overridden, by these same addresses.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var url in urls)
            {
                Listen(kestrel, url, url.Port == otlpPort && otlpPort != 0 ? HttpProtocols.Http2 : HttpProtocols.Http1);
            }

            if (otlpPort == 0 || urls.TrueForAll(url => url.Port != otlpPort))
            {
                kestrel.Listen(IPAddress.Loopback, otlpPort, endpoint => endpoint.Protocols = HttpProtocols.Http2);
            }
        });
    }

    /// <summary>Whether a request came to the OTLP listener.</summary>
    public static bool IsOtlp(this HttpRequest request) => HttpProtocol.IsHttp2(request.Protocol);

    /// <summary>The page's address as it is once the server listens.</summary>
    public static Uri PageAddress(this IServer server, int otlpPort)
        => new(Addresses(server).FirstOrDefault(address => BindingAddress.Parse(address).Port != otlpPort) ?? DefaultUrl);

    /// <summary>OTLP's address as it is once the server listens.</summary>
    public static Uri OtlpAddress(this IServer server, int port)
        => new(Addresses(server).FirstOrDefault(address => port != 0 && BindingAddress.Parse(address).Port == port) ?? Addresses(server).LastOrDefault(DefaultUrl));

    private static ICollection<string> Addresses(IServer server) => server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    private static void Listen(KestrelServerOptions kestrel, BindingAddress url, HttpProtocols protocols)
    {
        // A port chosen by the system cannot be the same on both of localhost's addresses.
        if (url.Host == "localhost" && url.Port != 0)
        {
            kestrel.ListenLocalhost(url.Port, endpoint => endpoint.Protocols = protocols);
        }
        else
        {
            kestrel.Listen(url.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(url.Host), url.Port, endpoint => endpoint.Protocols = protocols);
        }
    }

    private static BindingAddress Parse(string url)
    {
        var address = BindingAddress.Parse(url);
        if (address.Scheme != "http")
        {
            throw new InvalidOperationException($"The console speaks plain http on loopback; '{url}' in ASPNETCORE_URLS is something else.");
        }

        return address.Host == "localhost" || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip))
            ? address
            : throw new InvalidOperationException($"The console listens on loopback only; '{url}' in ASPNETCORE_URLS would be open to the network.");
    }
}
