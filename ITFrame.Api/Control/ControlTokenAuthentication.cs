using System.Security.Claims;
using System.Text.Encodings.Web;
using ITFrame.Api.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ITFrame.Api.Control;

/// <summary>Lets Control in by its bearer token (RFC 6750).</summary>
internal sealed class ControlTokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, IOptions<ApiOptions> api)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";

    private const string Prefix = SchemeName + " ";

    private readonly SecretHash _expected = SecretHash.Of(api.Value.ControlToken);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (!_expected.Matches(header[Prefix.Length..].Trim()))
        {
            return Task.FromResult(AuthenticateResult.Fail("The token is not Control's."));
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, "control")], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync();
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        // RFC 6750, 3.1: a request that brought no token is not told that its token is wrong.
        Response.Headers[HeaderNames.WWWAuthenticate] = result.None
            ? $"""{SchemeName} realm="control" """.TrimEnd()
            : $"""{SchemeName} realm="control", error="invalid_token" """.TrimEnd();
    }
}
