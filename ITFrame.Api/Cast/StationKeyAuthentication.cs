using System.Security.Claims;
using System.Text.Encodings.Web;
using ITFrame.Api.Access;
using ITFrame.Api.Cast.Configuration;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ITFrame.Api.Cast;

/// <summary>
/// Lets one of a station's services in by the key in its path: Cast to <c>/cast/statistics/{user}/{key}/…</c>, the DJ to
/// <c>/dj/{user}/{key}/…</c>. Runs before the body is read, so that a stranger's body is never parsed.
/// </summary>
internal sealed class StationKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, IStationRepository stations)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string StatisticsScheme = "StationKey";
    public const string DjScheme = "DjKey";

    private bool _isUnknown;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Username.TryParse(Request.RouteValues["user"] as string, null, out var user) || Request.RouteValues["key"] is not string key)
        {
            _isUnknown = true;
            return AuthenticateResult.Fail("The path names no station.");
        }

        // The near member knows almost every key; only what it does not know is asked of the primary, which may have a newer one.
        var station = await stations.FindAsync(user.Value, Context.RequestAborted);
        if (!HasKey(station, key))
        {
            station = await stations.FindLatestAsync(user.Value, Context.RequestAborted);
        }

        if (station is null)
        {
            _isUnknown = true;
            return AuthenticateResult.Fail("There is no such station.");
        }

        if (!HasKey(station, key))
        {
            return AuthenticateResult.Fail("The key is not the station's.");
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, user.Value)], Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_isUnknown)
        {
            // Station names are public; hiding which exist would only hide typing errors.
            Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers[HeaderNames.WWWAuthenticate] = $"""{Scheme.Name} realm="cast" """.TrimEnd();
        return Task.CompletedTask;
    }

    private bool HasKey(StationDocument? station, string key)
    {
        var expected = Scheme.Name == DjScheme ? station?.Internal?.Dj : station?.Internal?.Statistics;
        return SecretHash.FromHex(expected?.KeyHash).Matches(key);
    }
}
