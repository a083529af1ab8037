using System.Text;

namespace ITFrame.EmbeddedMongo.Security.Scram;

/// <summary>The attributes of a SCRAM message: a letter, an equals sign and a value each, with commas between.</summary>
internal static class ScramMessage
{
    private const int MaxBytes = 8 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Decode(byte[] payload)
    {
        try
        {
            return payload.Length <= MaxBytes ? Strict.GetString(payload) : throw new ScramException("the SCRAM message is too long");
        }
        catch (DecoderFallbackException)
        {
            throw new ScramException("the SCRAM message is not valid UTF-8");
        }
    }

    /// <summary>The value of the attribute that must stand at the given place.</summary>
    public static string Value(string[] attributes, int index, char name) =>
        index < attributes.Length && attributes[index].Length > 2 && attributes[index][0] == name && attributes[index][1] == '='
            ? attributes[index][2..]
            : throw new ScramException($"the SCRAM message lacks its attribute '{name}'");

    public static byte[] Base64(string value)
    {
        try
        {
            return Convert.FromBase64String(value);
        }
        catch (FormatException)
        {
            throw new ScramException("the SCRAM message has invalid base64");
        }
    }

    // RFC 5802: a comma and an equals sign in a name are written so.
    public static string UnescapeName(string name)
    {
        var result = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] != '=')
            {
                result.Append(name[i]);
                continue;
            }

            result.Append(name.AsSpan(i) switch
            {
                ['=', '2', 'C', ..] => ',',
                ['=', '3', 'D', ..] => '=',
                _ => throw new ScramException("the SCRAM user name is not escaped correctly"),
            });
            i += 2;
        }

        return result.ToString();
    }
}
