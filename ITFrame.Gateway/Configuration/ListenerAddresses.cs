using System.Globalization;
using ITFrame.ServiceDefaults.Hosting;

namespace ITFrame.Gateway.Configuration;

/// <summary>The addresses that the server is to listen on, as ASP.NET Core's own settings give them.</summary>
internal static class ListenerAddresses
{
    /// <summary>ASP.NET Core's setting: <c>--urls</c>, <c>ASPNETCORE_URLS</c>.</summary>
    public const string Setting = "urls";

    /// <summary>Where a server listens that was not told where.</summary>
    private const string Default = "http://localhost:5000";

    public static IReadOnlyList<ListenerAddress> Read(IConfiguration configuration)
        => [.. Urls(configuration).Select(Parse)];

    public static IEnumerable<string> Urls(IConfiguration configuration)
        => Text(configuration).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Text(IConfiguration configuration)
    {
        if (configuration[Setting] is { Length: > 0 } urls)
        {
            return urls;
        }

        // The .NET container images' way.
        var ports = Ports(configuration["http_ports"], Uri.UriSchemeHttp).Concat(Ports(configuration["https_ports"], Uri.UriSchemeHttps)).ToList();
        return ports.Count > 0 ? string.Join(';', ports) : Default;
    }

    private static IEnumerable<string> Ports(string? ports, string scheme)
        => (ports ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(port => $"{scheme}://*:{port}");

    private static ListenerAddress Parse(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return new ListenerAddress(string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase), address.Port);
        }
        catch (FormatException exception)
        {
            throw new ServiceConfigurationException(string.Create(CultureInfo.InvariantCulture, $"{Setting}: {exception.Message}"), exception);
        }
    }
}
