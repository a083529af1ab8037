using Microsoft.Extensions.Options;

namespace ITFrame.Api.Access;

/// <summary>The tokens of services that call the hub; they come in bodies, paths or headers, as the services' clients send them.</summary>
internal sealed class ServiceTokens(IOptions<ApiOptions> options)
{
    public const string Cast = "cast";
    public const string Apps = "apps";
    public const string GitLab = "gitlab";
    public const string Acme = "acme";

    private readonly Dictionary<string, SecretHash> _tokens = options.Value.ServiceTokens
        .Where(service => service.Value.Length > 0)
        .ToDictionary(service => service.Key, service => SecretHash.Of(service.Value), StringComparer.OrdinalIgnoreCase);

    /// <summary>Compares in constant time; a service without a token is let in by none.</summary>
    public bool IsValid(string service, string? token)
        => token is not null && _tokens.TryGetValue(service, out var hash) && hash.Matches(token);
}
