using System.Security.Claims;
using System.Text.Encodings.Web;
using ITFrame.Api.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ITFrame.Api.Acme;

/// <summary>
/// Lets in who renews certificates, by the token of the service <c>acme</c> (RFC 6750). It opens nothing else, and no other token opens
/// this: not even Control's, which has no business with certificates.
/// </summary>
internal sealed class AcmeKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ServiceTokens services)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Acme";

    private const string Prefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (!services.IsValid(ServiceTokens.Acme, header[Prefix.Length..].Trim()))
        {
            return Task.FromResult(AuthenticateResult.Fail("The token is not that of acme."));
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, ServiceTokens.Acme)], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync();
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        // RFC 6750, 3.1: a request that brought no token is not told that its token is wrong.
        Response.Headers[HeaderNames.WWWAuthenticate] = result.None ? "Bearer realm=\"acme\"" : "Bearer realm=\"acme\", error=\"invalid_token\"";
    }
}
