using MongoDB.Bson;

namespace ITFrame.Api.Validation;

/// <summary>The rules that several requests share.</summary>
internal static class FieldRules
{
    public const int MaxUrlLength = 2048;

    public static void RequireText(this FieldErrors errors, string field, string? value, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            errors.Add(field, "is required.");
            return;
        }

        errors.AllowText(field, value, maxLength);
    }

    public static void AllowText(this FieldErrors errors, string field, string? value, int maxLength)
    {
        if (value is null)
        {
            return;
        }

        if (value.Length > maxLength)
        {
            errors.Add(field, $"must not be longer than {maxLength} characters.");
        }

        if (value.Any(char.IsControl))
        {
            errors.Add(field, "must not contain control characters.");
        }
    }

    public static void RequireUrl(this FieldErrors errors, string field, string? value, params ReadOnlySpan<string> schemes)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            errors.Add(field, "is required.");
            return;
        }

        errors.AllowUrl(field, value, schemes);
    }

    /// <summary>Absent and empty are the same: forms send an empty string for a field that nobody filled in.</summary>
    public static void AllowUrl(this FieldErrors errors, string field, string? value, params ReadOnlySpan<string> schemes)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        if (value.Length > MaxUrlLength)
        {
            errors.Add(field, $"must not be longer than {MaxUrlLength} characters.");
        }
        else if (value.Any(char.IsControl) || !Uri.TryCreate(value, UriKind.Absolute, out var url) || !schemes.Contains(url.Scheme))
        {
            // The scheme is checked because players put the value into links: javascript: must not get there.
            errors.Add(field, $"must be an absolute URL ({string.Join(", ", schemes!)}).");
        }
    }

    public static void RequireUsername(this FieldErrors errors, string field, string? value)
    {
        if (!Username.TryParse(value, null, out _))
        {
            errors.Add(field, $"must be a username: 1 to {Username.MaxLength} letters, digits, dots, hyphens and underscores.");
        }
    }

    public static void RequireRange(this FieldErrors errors, string field, double? value, double minimum, double maximum)
    {
        if (value is null)
        {
            errors.Add(field, "is required.");
        }

        errors.AllowRange(field, value, minimum, maximum);
    }

    public static void AllowRange(this FieldErrors errors, string field, double? value, double minimum, double maximum)
    {
        // Not a pattern on the outside of the range: that would let NaN through.
        if (value is { } number && !(number >= minimum && number <= maximum))
        {
            errors.Add(field, $"must lie between {minimum} and {maximum}.");
        }
    }

    public static void RequireOneOf(this FieldErrors errors, string field, string? value, params ReadOnlySpan<string> values)
    {
        if (value is null || !values.Contains(value))
        {
            errors.Add(field, $"must be one of {string.Join(", ", values!)}.");
        }
    }

    public static void RequireId(this FieldErrors errors, string field, string? value)
    {
        if (!ObjectId.TryParse(value, out _))
        {
            errors.Add(field, "must be an identifier: 24 hexadecimal digits.");
        }
    }

    /// <summary>Text of several lines.</summary>
    public static void AllowMessage(this FieldErrors errors, string field, string? value, int maxLength)
        => errors.AllowText(field, value is null ? null : string.Concat(value.Where(character => character is not ('\n' or '\r' or '\t'))), maxLength);

    public static void RequireMessage(this FieldErrors errors, string field, string? value, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            errors.Add(field, "is required.");
            return;
        }

        errors.AllowMessage(field, value, maxLength);
    }
}
