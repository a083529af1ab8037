using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace ITFrame.Api.Validation;

/// <summary>A station's username, as it appears in paths. A value of this type is well formed.</summary>
internal sealed partial record Username
{
    public const int MaxLength = 64;

    private Username(string value) => Value = value;

    public string Value { get; }

    /// <summary>Parses a route value; the name and signature are what minimal APIs look for.</summary>
    public static bool TryParse(string? value, IFormatProvider? provider, [NotNullWhen(true)] out Username? username)
    {
        username = value is not null && Pattern().IsMatch(value) ? new Username(value) : null;
        return username is not null;
    }

    public static Username Parse(string value)
        => TryParse(value, null, out var username) ? username : throw new FormatException($"'{value}' is not a username.");

    public override string ToString() => Value;

    // \z, not $: $ would let a trailing line feed through.
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}\z")]
    private static partial Regex Pattern();
}
