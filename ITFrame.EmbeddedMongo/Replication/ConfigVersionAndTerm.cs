using System.Globalization;

namespace ITFrame.EmbeddedMongo.Replication;

/// <summary>
/// Which of two configs is the newer: the later term's, and in one term the higher version. A forced config has no term;
/// against it only the versions count.
/// </summary>
internal readonly record struct ConfigVersionAndTerm(long Version, long Term) : IComparable<ConfigVersionAndTerm>
{
    public const long NoTerm = -1;

    /// <summary>Of a member that has no config yet.</summary>
    public static readonly ConfigVersionAndTerm None = new(0, NoTerm);

    public static bool operator <(ConfigVersionAndTerm left, ConfigVersionAndTerm right) => left.CompareTo(right) < 0;

    public static bool operator >(ConfigVersionAndTerm left, ConfigVersionAndTerm right) => left.CompareTo(right) > 0;

    public static bool operator <=(ConfigVersionAndTerm left, ConfigVersionAndTerm right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ConfigVersionAndTerm left, ConfigVersionAndTerm right) => left.CompareTo(right) >= 0;

    public int CompareTo(ConfigVersionAndTerm other) => Term == NoTerm || other.Term == NoTerm || Term == other.Term
        ? Version.CompareTo(other.Version)
        : Term.CompareTo(other.Term);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{{version: {Version}, term: {Term}}}");
}
