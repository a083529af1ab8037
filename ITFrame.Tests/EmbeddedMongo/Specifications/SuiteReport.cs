using System.Globalization;
using System.Text;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>What became of the tests of one suite.</summary>
internal sealed class SuiteReport(string suite, KnownFailures known)
{
    private readonly List<(string Test, string Reason)> _failed = [];
    private readonly List<(string Test, string Reason)> _skipped = [];
    private readonly HashSet<string> _passed = new(StringComparer.Ordinal);

    public int Ran => _passed.Count + _failed.Count;

    /// <summary>Failures that nobody knew of, and tests on the list of known failures that pass or are not there.</summary>
    public IReadOnlyList<string> Surprises =>
    [
        .. _failed.Where(failure => known.Reason(failure.Test) is null).Select(failure => $"{failure.Test}: {failure.Reason}"),
        .. known.Tests.Where(_passed.Contains).Select(test => $"{test}: passes, and is on the list of known failures"),
        .. known.Tests.Where(test => !_passed.Contains(test) && !_failed.Exists(failure => failure.Test == test))
            .Select(test => $"{test}: has not run, and is on the list of known failures"),
    ];


    public void Passed(string test) => _passed.Add(test);

    public void Failed(string test, string reason) => _failed.Add((test, reason));

    public void Skipped(string test, string reason) => _skipped.Add((test, reason));

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{suite}: {Ran} ran, {_passed.Count} passed, {_failed.Count} failed, {_skipped.Count} skipped");
        foreach (var (test, reason) in _failed)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  failed: {test}: {reason}{(known.Reason(test) is { } why ? $" [known: {why}]" : "")}");
        }

        foreach (var group in _skipped.GroupBy(skip => skip.Reason).OrderByDescending(group => group.Count()))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {group.Count()} skipped: {group.Key}");
        }

        return text.ToString();
    }
}
