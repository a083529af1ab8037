using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ITFrame.EmbeddedMongo.Security.Tls;

/// <summary>A certificate's subject as MongoDB writes it: RFC 2253, most specific part first.</summary>
internal static class SubjectName
{
    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.Ordinal)
    {
        ["2.5.4.3"] = "CN",
        ["2.5.4.4"] = "SN",
        ["2.5.4.5"] = "serialNumber",
        ["2.5.4.6"] = "C",
        ["2.5.4.7"] = "L",
        ["2.5.4.8"] = "ST",
        ["2.5.4.9"] = "street",
        ["2.5.4.10"] = "O",
        ["2.5.4.11"] = "OU",
        ["2.5.4.12"] = "title",
        ["2.5.4.42"] = "GN",
        ["0.9.2342.19200300.100.1.1"] = "UID",
        ["0.9.2342.19200300.100.1.25"] = "DC",
        ["1.2.840.113549.1.9.1"] = "emailAddress",
    };

    public static string Format(X500DistinguishedName name) => string.Join(',', Parts(name).Select(part => part.Name + "=" + Escape(part.Value)));

    /// <summary>
    /// Whether a certificate belongs to a member of the set: members share organization, organizational units and
    /// domain components, and have at least one of them.
    /// </summary>
    public static bool IsSameCluster(X500DistinguishedName one, X500DistinguishedName other)
    {
        var mine = Organization(one);
        return mine.Count > 0 && mine.SequenceEqual(Organization(other));
    }

    private static List<(string Name, string Value)> Organization(X500DistinguishedName name) => [.. Parts(name).Where(part => part.Name is "O" or "OU" or "DC").Order()];

    private static IEnumerable<(string Name, string Value)> Parts(X500DistinguishedName name) => name
        .EnumerateRelativeDistinguishedNames(reversed: true)
        .Select(part => part.HasMultipleElements
            ? ("", Convert.ToHexString(part.RawData.Span))
            : (ShortNames.GetValueOrDefault(part.GetSingleElementType().Value!, part.GetSingleElementType().Value!), part.GetSingleElementValue() ?? ""));

    private static string Escape(string value)
    {
        var result = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var isAtEdge = (i == 0 && value[i] is ' ' or '#') || (i == value.Length - 1 && value[i] == ' ');
            if (isAtEdge || value[i] is ',' or '+' or '"' or '\\' or '<' or '>' or ';')
            {
                result.Append('\\');
            }

            result.Append(value[i]);
        }

        return result.ToString();
    }
}
