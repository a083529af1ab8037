using System.Text;
using ITFrame.EmbeddedMongo.Errors;

namespace ITFrame.EmbeddedMongo.Security.Scram;

/// <summary>
/// RFC 4013, which brings different spellings of a password to one form, as clients do with what a user types. This
/// process has no tables for Unicode normalization; it takes letters that are their own normal form, and refuses others
/// instead of storing what a client could never prove to know.
/// </summary>
internal static class SaslPrep
{
    // Inclusive; letters that compatibility normalization leaves alone, whatever stands next to them.
    private static readonly (char First, char Last)[] Stable =
    [
        ('\u00C0', '\u0131'), ('\u0134', '\u013E'), ('\u0141', '\u0148'), ('\u014A', '\u017E'), ('\u0388', '\u038A'), ('\u038C', '\u038C'), ('\u038E', '\u03A1'),
        ('\u03A3', '\u03CE'), ('\u0400', '\u0482'), ('\u048A', '\u04CE'), ('\u04D0', '\u04F5'), ('\u3041', '\u3094'), ('\u30A1', '\u30FA'), ('\u4E00', '\u9FA5'), ('\uAC00', '\uD7A3'),
    ];

    public static string Prepare(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\u00A0' or '\u1680' or (>= '\u2000' and <= '\u200B') or '\u202F' or '\u205F' or '\u3000')
            {
                result.Append(' ');
            }
            else if (c is not ('\u00AD' or '\u034F' or '\u1806' or (>= '\u180B' and <= '\u180D') or '\u200C' or '\u200D' or '\u2060' or (>= '\uFE00' and <= '\uFE0F') or '\uFEFF'))
            {
                result.Append(Check(c));
            }
        }

        return result.Length > 0 ? result.ToString() : throw new CommandException((ErrorCode)50687, "Password cannot be empty");
    }

    private static char Check(char c) =>
        c is >= ' ' and < '\u007F' || Array.Exists(Stable, range => c >= range.First && c <= range.Last)
            ? c
            : throw CommandException.BadValue(c < '\u00A0'
                ? "the password has a control character, which SASLprep prohibits"
                : $"the password has the character U+{(int)c:X4}, which this stand-in cannot normalize");
}
