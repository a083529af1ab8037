using ITFrame.EmbeddedMongo.Hosting;

namespace ITFrame.EmbeddedMongo.Security.Membership;

/// <summary>The shared secret of a set's members, read as mongod reads it.</summary>
internal static class KeyFile
{
    private const int MinLength = 6;
    private const int MaxLength = 1024;

    /// <summary>The file's keys: the first is sent, all are accepted, so that a key can be replaced member by member.</summary>
    public static IReadOnlyList<string> Load(string path)
    {
        string text;
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
            {
                throw new StartupException($"permissions on {path} are too open");
            }

            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"error reading the key file {path}: {exception.Message}");
        }

        // A YAML list of keys, or one key whose line breaks do not count.
        var isList = text.TrimStart().StartsWith("- ", StringComparison.Ordinal);
        string[] keys = isList
            ? [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimStart('-').Trim().Trim('"', '\''))]
            : [string.Concat(text.Where(c => !char.IsWhiteSpace(c)))];
        return Array.Find(keys, key => key.Length is < MinLength or > MaxLength || !key.All(IsBase64)) is null && keys.Length > 0
            ? keys
            : throw new StartupException($"the key file {path} must hold between {MinLength} and {MaxLength} base64 characters a key");
    }

    private static bool IsBase64(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=';
}
