using System.Text.RegularExpressions;
using ITFrame.Api.Validation;

namespace ITFrame.Api.Acme;

/// <summary>What an authority is to be answered that asks for a challenge's token.</summary>
internal sealed partial record ChallengeRequest
{
    /// <summary>
    /// The token, a full stop, and the SHA-256 thumbprint of the account's key in base64url (RFC 8555, section 8.1). Nothing else can be
    /// stored, so that whoever has the key to this operation still cannot publish a text of their own.
    /// </summary>
    public string? KeyAuthorization { get; init; }

    public FieldErrors Validate(AcmeToken token)
    {
        var errors = new FieldErrors();
        if (KeyAuthorization is null
            || !KeyAuthorization.StartsWith($"{token}.", StringComparison.Ordinal)
            || !Thumbprint().IsMatch(KeyAuthorization.AsSpan(token.Value.Length + 1)))
        {
            errors.Add("keyAuthorization", "must be the token, a full stop and a SHA-256 thumbprint in base64url (RFC 8555, section 8.1).");
        }

        return errors;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{43}\z")]
    private static partial Regex Thumbprint();
}
