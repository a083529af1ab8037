using System.Reflection;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>The tests that are known to fail, each with the reason: lines of suite, test and reason, with tabs between.</summary>
internal sealed class KnownFailures
{
    private const string Resource = "ITFrame.Tests.EmbeddedMongo.Specifications.known-failures.tsv";

    private readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal);

    public static KnownFailures Of(string suite)
    {
        var result = new KnownFailures();
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Split('\t') is [var ofSuite, var test, var reason] && ofSuite == suite)
            {
                result._reasons.Add(test, reason);
            }
        }

        return result;
    }

    public IEnumerable<string> Tests => _reasons.Keys;

    public string? Reason(string test) => _reasons.GetValueOrDefault(test);
}
