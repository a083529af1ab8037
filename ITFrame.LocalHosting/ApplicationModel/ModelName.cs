namespace Aspire.Hosting.ApplicationModel;

/// <summary>Names of resources and endpoints become environment variables and URLs, so few characters are allowed.</summary>
internal static class ModelName
{
    private const int MaximumLength = 64;

    public static void Validate(string kind, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);

        var valid = name.Length <= MaximumLength
            && char.IsAsciiLetter(name[0])
            && !name.EndsWith('-')
            && !name.Contains("--", StringComparison.Ordinal)
            && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');

        if (!valid)
        {
            throw new ArgumentException(
                $"'{name}' is not a valid {kind} name: it must start with an ASCII letter, hold only ASCII letters, digits and single hyphens, "
                + $"not end with a hyphen, and be at most {MaximumLength} characters long.",
                nameof(name));
        }
    }
}
