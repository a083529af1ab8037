namespace Aspire.Hosting.ApplicationModel;

internal static class EnvironmentVariableName
{
    /// <summary>Replaces what a shell does not allow in a variable's name.</summary>
    public static string Encode(string name)
    {
        var encoded = new string([.. name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_')]);
        return encoded.Length > 0 && char.IsAsciiDigit(encoded[0]) ? "_" + encoded : encoded;
    }
}
