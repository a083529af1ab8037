using System.Net;
using ITFrame.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ITFrame.Console.Hosting;

/// <summary>
/// The console's listeners: the page and OTLP/HTTP speak HTTP/1.1, OTLP/gRPC speaks HTTP/2. Without TLS a listener cannot
/// negotiate between them, so each port has one protocol, also with TLS. OTLP has ports of its own, because it asks for no login.
/// </summary>
internal static class ListenerExtensions
{
    private const string DefaultUrl = "http://localhost:8080";

    /// <exception cref="ServiceConfigurationException">An address is not on loopback, not HTTP, or has no certificate.</exception>
    public static void AddListeners(this WebApplicationBuilder builder)
    {
        var ports = new Dictionary<Listener, int>
        {
            [Hosting.Listener.OtlpGrpc] = Port(nameof(ConsoleOptions.OtlpPort), ConsoleOptions.DefaultOtlpPort),
            [Hosting.Listener.OtlpHttp] = Port(nameof(ConsoleOptions.OtlpHttpPort), ConsoleOptions.DefaultOtlpHttpPort),
        };
        var urls = (builder.Configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } value ? value : DefaultUrl)
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(Parse)
            .ToList();
        if (urls.Any(url => url.Scheme == Uri.UriSchemeHttps) && builder.Configuration["Tls:Certificate"] is null)
        {
            throw new ServiceConfigurationException("An address in ASPNETCORE_URLS is https, which needs a certificate: set Tls:Certificate and Tls:Key.");
        }

        // It warns that the addresses are overridden, by these same addresses.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var url in urls)
            {
                Listen(kestrel, url, ports.FirstOrDefault(item => item.Value != 0 && item.Value == url.Port).Key);
            }

            foreach (var (listener, port) in ports.Where(item => item.Value == 0 || urls.TrueForAll(url => url.Port != item.Value)))
            {
                kestrel.Listen(IPAddress.Loopback, port, endpoint => Configure(endpoint, listener, isTls: urls[0].Scheme == Uri.UriSchemeHttps));
            }
        });

        int Port(string name, int otherwise) => builder.Configuration.GetValue($"{ConsoleOptions.Section}:{name}", otherwise);
    }

    /// <summary>The listener that a request came to.</summary>
    public static Listener Listener(this HttpContext context)
        => context.Features.Get<ListenerFeature>()?.Listener ?? Hosting.Listener.Page;

    /// <summary>The page's address as it is once the server listens.</summary>
    public static Uri PageAddress(this IServer server, int otlpPort)
        => new(Addresses(server).FirstOrDefault(address => BindingAddress.Parse(address).Port != otlpPort) ?? DefaultUrl);

    /// <summary>The address of OTLP/gRPC, or of OTLP/HTTP, as it is once the server listens: both are opened after the pages, in this order.</summary>
    public static Uri OtlpAddress(this IServer server, int port, Listener listener)
        => new(Addresses(server).FirstOrDefault(address => port != 0 && BindingAddress.Parse(address).Port == port)
            ?? Addresses(server).ElementAtOrDefault(Addresses(server).Count - (listener == Hosting.Listener.OtlpGrpc ? 2 : 1)) ?? DefaultUrl);

    private static ICollection<string> Addresses(IServer server) => server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    private static void Listen(KestrelServerOptions kestrel, BindingAddress url, Listener listener)
    {
        var isTls = url.Scheme == Uri.UriSchemeHttps;
        // A port chosen by the system cannot be the same on both of localhost's addresses.
        if (url.Host == "localhost" && url.Port != 0)
        {
            kestrel.ListenLocalhost(url.Port, endpoint => Configure(endpoint, listener, isTls));
        }
        else
        {
            kestrel.Listen(url.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(url.Host), url.Port, endpoint => Configure(endpoint, listener, isTls));
        }
    }

    private static void Configure(ListenOptions endpoint, Listener listener, bool isTls)
    {
        endpoint.Protocols = listener == Hosting.Listener.OtlpGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1;
        endpoint.Use(next => connection =>
        {
            connection.Features.Set(new ListenerFeature(listener));
            return next(connection);
        });
        if (isTls)
        {
            endpoint.UseHttps();
        }
    }

    private static BindingAddress Parse(string url)
    {
        var address = BindingAddress.Parse(url);
        if (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
        {
            throw new ServiceConfigurationException($"The console speaks http or https on loopback; '{url}' in ASPNETCORE_URLS is something else.");
        }

        return address.Host == "localhost" || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip))
            ? address
            : throw new ServiceConfigurationException($"The console listens on loopback only; '{url}' in ASPNETCORE_URLS would be open to the network.");
    }
}
