using System.Security.Claims;
using ITFrame.Api.Access;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ITFrame.Api.Control.Tokens;

/// <summary>
/// The tokens that users get for their password: JSON Web Tokens (RFC 7519) signed with ES256, valid for 15 minutes. All that come
/// of one log-in share its session, which is what a log-out ends.
/// </summary>
internal sealed class UserTokens : IDisposable
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private const string Issuer = "https://itframe.shoutca.st";
    private const string Audience = "https://itframe.shoutca.st/control";
    private const string EmailClaim = "email";
    private const string SessionClaim = "sid";

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };

    private readonly System.Security.Cryptography.ECDsa _key;
    private readonly SigningCredentials _credentials;
    private readonly TokenValidationParameters _validation;
    private readonly TimeProvider _time;

    public UserTokens(HubKeys keys, TimeProvider time)
    {
        _time = time;
        _key = keys.CreateTokenKey();
        var key = new ECDsaSecurityKey(_key) { KeyId = "hub" };
        _credentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256);
        _validation = new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = Audience,
            IssuerSigningKey = key,
            // Nothing but this: whoever writes a token must not choose how it is checked (RFC 8725, 3.1).
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidTypes = ["JWT"],
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            LifetimeValidator = (_, expires, _, _) => expires > _time.GetUtcNow().UtcDateTime,
        };
    }

    public string Create(string email, string session)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now,
            Expires = now + Lifetime,
            Claims = new Dictionary<string, object> { [EmailClaim] = email, [SessionClaim] = session },
            SigningCredentials = _credentials,
        });
    }

    /// <summary>Whose token it is; null for one that is not valid.</summary>
    public async Task<(string Email, string Session)?> ReadAsync(string token)
    {
        var result = await Handler.ValidateTokenAsync(token, _validation);
        return result.IsValid
            && result.ClaimsIdentity.FindFirst(EmailClaim) is { Value: var email }
            && result.ClaimsIdentity.FindFirst(SessionClaim) is { Value: var session }
            ? (email, session)
            : null;
    }

    public static string SessionOf(ClaimsPrincipal caller) => caller.FindFirstValue(SessionClaim) ?? "";

    public static Claim ToClaim(string session) => new(SessionClaim, session);

    public void Dispose() => _key.Dispose();
}
