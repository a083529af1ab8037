using Microsoft.AspNetCore.Authentication;
using Microsoft.Net.Http.Headers;

namespace ITFrame.Api.Access;

/// <summary>Tokens in the header <c>Authorization</c> (RFC 6750).</summary>
internal static class BearerToken
{
    private const string Prefix = "Bearer ";

    /// <summary>The token; null where the request brings none.</summary>
    public static string? Read(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..].Trim() : null;
    }

    /// <summary>Answers 401. A request that brought no token is not told that its token is wrong (RFC 6750, section 3.1).</summary>
    public static void Challenge(HttpResponse response, string realm, AuthenticateResult result)
    {
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers[HeaderNames.WWWAuthenticate] = $"{Prefix}realm=\"{realm}\"{(result.None ? "" : ", error=\"invalid_token\"")}";
    }
}
