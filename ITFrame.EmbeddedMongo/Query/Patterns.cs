using System.Text.RegularExpressions;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

/// <summary>Regular expressions from clients, bounded in the time that they may take.</summary>
internal static class Patterns
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    public static Regex Compile(BsonRegularExpression expression) => Compile(expression.Pattern, expression.Options);

    public static Regex Compile(string pattern, string options)
    {
        if (pattern.Contains('\0', StringComparison.Ordinal))
        {
            throw CommandException.BadValue("Regular expression cannot contain an embedded null byte");
        }

        var result = RegexOptions.CultureInvariant;
        foreach (var option in options)
        {
            result |= option switch
            {
                'i' => RegexOptions.IgnoreCase,
                'm' => RegexOptions.Multiline,
                's' => RegexOptions.Singleline,
                'x' => RegexOptions.IgnorePatternWhitespace,
                'u' => RegexOptions.None,
                _ => throw CommandException.BadValue($"invalid flag in regex options: {option}"),
            };
        }

        try
        {
            return new Regex(pattern, result, MatchTimeout);
        }
        catch (ArgumentException exception)
        {
            throw CommandException.BadValue("Regular expression is invalid: " + exception.Message);
        }
    }
}
