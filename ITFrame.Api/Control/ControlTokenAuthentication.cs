using System.Security.Claims;
using System.Text.Encodings.Web;
using ITFrame.Api.Access;
using ITFrame.Api.Control.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ITFrame.Api.Control;

/// <summary>Lets users in by the token that they got for their password, and the panel's own services by theirs (RFC 6750).</summary>
internal sealed class ControlTokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, IOptions<ApiOptions> api,
    UserTokens tokens, RevokedSessionRepository revoked)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";

    /// <summary>No token of the hub's is longer; a stranger's need not be looked at.</summary>
    private const int MaxTokenLength = 2048;

    private readonly SecretHash _expected = SecretHash.Of(api.Value.ControlToken);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (BearerToken.Read(Request) is not { } token)
        {
            return AuthenticateResult.NoResult();
        }

        if (token.Length > MaxTokenLength)
        {
            return AuthenticateResult.Fail("The token is none of the hub's.");
        }

        if (_expected.Matches(token))
        {
            return Succeed("control", AccessRoles.Service);
        }

        if (await tokens.ReadAsync(token) is not { } user || await revoked.ContainsAsync(user.Session, Context.RequestAborted))
        {
            return AuthenticateResult.Fail("The token is not valid, or not any more.");
        }

        return Succeed(user.Email, AccessRoles.User, UserTokens.ToClaim(user.Session));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
        => BearerToken.Challenge(Response, "control", await HandleAuthenticateOnceSafeAsync());

    private static AuthenticateResult Succeed(string name, string role, params ReadOnlySpan<Claim> claims)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, name), new Claim(ClaimTypes.Role, role), .. claims], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }
}
