using System.Net;
using ITFrame.Wan.Links;
using ITFrame.Wan.Routing;

namespace ITFrame.Wan;

/// <summary>Configuration section <c>Wan</c>.</summary>
internal sealed record WanOptions
{
    public const string Section = "Wan";

    /// <summary>The sites, each with the port of its router on 127.0.0.1.</summary>
    public IReadOnlyList<SiteOptions> Sites { get; init; } = [];

    /// <summary>The hosts that can be reached, each with its site and the loopback address behind it.</summary>
    public IReadOnlyList<HostRouteOptions> Routes { get; init; } = [];

    /// <summary>The conditions between two sites. Pairs that are not listed have no latency.</summary>
    public IReadOnlyList<SiteLinkOptions> Links { get; init; } = [];

    /// <summary>
    /// Connections through all routers at once, 1 to 100000; one more is reset. Each takes two file handles, and a process
    /// that has none left cannot be relied on to go on.
    /// </summary>
    public int MaximumConnections { get; init; } = 4096;

    /// <summary>The bearer token of the admin API.</summary>
    public string Token { get; init; } = "";

    /// <exception cref="WanConfigurationException">A value is missing or out of its range.</exception>
    public static WanOptions Read(IConfiguration configuration)
    {
        WanOptions options;
        try
        {
            // Without this, the binder leaves out a list's element that it cannot read, and overlooks misspelt names.
            options = configuration.GetSection(Section).Get<WanOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new WanOptions();
        }
        catch (InvalidOperationException exception)
        {
            // Of the binder's nested messages, the innermost names the path and the value.
            var cause = exception;
            while (cause.InnerException is InvalidOperationException inner)
            {
                cause = inner;
            }

            throw new WanConfigurationException(cause.Message, exception);
        }

        var errors = options.Validate().ToList();
        return errors.Count == 0 ? options : throw new WanConfigurationException(string.Join(Environment.NewLine, errors));
    }

    private IEnumerable<string> Validate()
        => ValidateSites().Concat(ValidateRoutes()).Concat(ValidateLinks())
            .Concat(MaximumConnections is < 1 or > 100_000 ? [$"{Section}:MaximumConnections: {MaximumConnections} is not between 1 and 100000."] : [])
            .Concat(Token.Length == 0 ? [$"{Section}:Token: set the admin API's bearer token."] : []);

    private IEnumerable<string> ValidateSites()
    {
        if (Sites.Count == 0)
        {
            yield return $"{Section}:Sites: name at least one site.";
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var ports = new HashSet<int>();
        foreach (var (index, site) in Sites.Index())
        {
            var path = $"{Section}:Sites:{index}";
            if (site.Name.Length == 0)
            {
                yield return $"{path}:Name: a site needs a name.";
            }
            else if (!names.Add(site.Name))
            {
                yield return $"{path}:Name: site '{site.Name}' is listed twice.";
            }

            if (site.Port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
            {
                yield return $"{path}:Port: {site.Port} is not a port.";
            }
            else if (site.Port != 0 && !ports.Add(site.Port))
            {
                yield return $"{path}:Port: port {site.Port} belongs to another site already.";
            }
        }
    }

    private IEnumerable<string> ValidateRoutes()
    {
        var hosts = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, route) in Routes.Index())
        {
            var path = $"{Section}:Routes:{index}";
            if (route.Host.Length == 0)
            {
                yield return $"{path}:Host: a route needs a host name.";
            }

            if (route.Port is <= IPEndPoint.MinPort or > IPEndPoint.MaxPort)
            {
                yield return $"{path}:Port: {route.Port} is not a port from 1 to 65535.";
            }
            else if (!hosts.Add($"{route.Host}:{route.Port}"))
            {
                yield return $"{path}:Host: {route.Host}:{route.Port} is listed twice.";
            }

            if (!IsSite(route.Site))
            {
                yield return $"{path}:Site: '{route.Site}' is not one of {Section}:Sites.";
            }

            if (!IPEndPoint.TryParse(route.Target, out var target) || target.Port == 0 || !IPAddress.IsLoopback(target.Address))
            {
                yield return $"{path}:Target: '{route.Target}' is not a loopback address with a port, such as 127.0.0.1:54321.";
            }
        }
    }

    private IEnumerable<string> ValidateLinks()
    {
        var pairs = new HashSet<SitePair>();
        foreach (var (index, link) in Links.Index())
        {
            var path = $"{Section}:Links:{index}";
            if (!IsSite(link.A))
            {
                yield return $"{path}:A: '{link.A}' is not one of {Section}:Sites.";
            }

            if (!IsSite(link.B))
            {
                yield return $"{path}:B: '{link.B}' is not one of {Section}:Sites.";
            }

            if (!pairs.Add(SitePair.Of(link.A, link.B)))
            {
                yield return $"{path}: the link {link.A}-{link.B} is listed twice.";
            }

            foreach (var (name, message) in link.Conditions.Validate())
            {
                yield return $"{path}:{char.ToUpperInvariant(name[0])}{name[1..]}: {message}";
            }
        }
    }

    private bool IsSite(string name) => Sites.Any(site => string.Equals(site.Name, name, StringComparison.OrdinalIgnoreCase));
}
