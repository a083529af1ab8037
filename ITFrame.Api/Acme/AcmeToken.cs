using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace ITFrame.Api.Acme;

/// <summary>
/// The token of an ACME challenge (RFC 8555, section 8.3): characters of base64url, without padding, and enough of them for 128 bits.
/// A value of this type is well formed.
/// </summary>
internal sealed partial record AcmeToken
{
    /// <summary>RFC 8555 gives no limit; authorities use 43 characters.</summary>
    public const int MaxLength = 128;

    private AcmeToken(string value) => Value = value;

    public string Value { get; }

    /// <summary>Parses a route value; the name and signature are what minimal APIs look for.</summary>
    public static bool TryParse(string? value, IFormatProvider? provider, [NotNullWhen(true)] out AcmeToken? token)
    {
        token = value is not null && Pattern().IsMatch(value) ? new AcmeToken(value) : null;
        return token is not null;
    }

    public override string ToString() => Value;

    // \z, not $: $ would let a trailing line feed through.
    [GeneratedRegex(@"^[A-Za-z0-9_-]{22,128}\z")]
    private static partial Regex Pattern();
}
