using System.Security.Claims;
using System.Text.Encodings.Web;
using ITFrame.Api.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

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

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (BearerToken.Read(Request) is not { } token)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (!services.IsValid(ServiceTokens.Acme, token))
        {
            return Task.FromResult(AuthenticateResult.Fail("The token is not that of acme."));
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, ServiceTokens.Acme)], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
        => BearerToken.Challenge(Response, "acme", await HandleAuthenticateOnceSafeAsync());
}
