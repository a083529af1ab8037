using System.Globalization;
using CsCheck;
using ITFrame.Drills.Checking;
using Xunit;

namespace ITFrame.Tests.Drills;

/// <summary>
/// Histories are written as calls: <c>w</c>, <c>r</c> or <c>s</c> (swap), the value (a swap: expected&gt;new), and when, from-to; without a
/// second time the outcome is unknown. <c>-</c> is no value.
/// </summary>
public sealed class LinearizabilityCheckerTests
{
    [Theory]
    [InlineData("")]
    [InlineData("r-@1-2")]
    [InlineData("w1@1-2 r1@3-4")]
    [InlineData("w1@1-4 r-@2-3")] // the write is under way: the read may come before it
    [InlineData("w1@1-4 r1@2-3")] // or after it
    [InlineData("w1@1-10 r-@2-3 r1@4-5 r1@6-7")]
    [InlineData("w1@1-2 w2@3-10 r1@4-5 r2@6-7")]
    [InlineData("w1@1-5 w2@2-6 r2@7-8")]
    [InlineData("w1@1-5 w2@2-6 r1@7-8")] // of two that overlap either may be the last
    [InlineData("w1@1-2 s1>2@3-4 r2@5-6")]
    [InlineData("w1@1-2 s1>2@3-8 s2>3@4-9 r3@10-11")]
    [InlineData("w1@1-2 s2>3@3-8 s1>2@4-9 r3@10-11")]
    [InlineData("w1@1-2 w2@3 r1@4-5")] // unknown, and without effect
    [InlineData("w1@1-2 w2@3 r2@4-5")] // unknown, and with effect
    [InlineData("w1@1-2 w2@3 r1@4-5 r1@6-7 r2@8-9")] // an effect that comes late
    [InlineData("w1@1-2 w2@3 w3@4-5 r3@6-7 r2@8-9")] // after others' even
    [InlineData("w1@1-2 s1>2@3 s1>3@4-5 r3@6-7")] // an unknown swap that came too late does nothing
    [InlineData("w1@1-2 s1>2@3 s2>3@4-5 r3@6-7")] // and one whose value was swapped on must have come in time
    [InlineData("w1@1-2 r9@3 r1@4-5")] // a read without an answer says nothing
    [InlineData("w1@1-2 r1@2-3")] // the same moment counts as overlapping
    public void Check_HistoryOfARegister_IsLinearizable(string history)
        => Assert.Equal(LinearizabilityVerdict.Linearizable, LinearizabilityChecker.Check(Parse(history)).Verdict);

    [Theory]
    [InlineData("r1@1-2")] // a value that nobody wrote
    [InlineData("w1@1-2 r-@3-4")] // an acknowledged write is lost
    [InlineData("w1@1-2 w2@3-4 r1@5-6")] // a stale read
    [InlineData("w1@1-2 w2@3-4 r2@5-6 r1@7-8")] // the first write applied once more
    [InlineData("w1@1-10 r1@2-3 r-@4-5")] // a read goes back behind another
    [InlineData("w1@1-10 w2@1-10 r1@2-3 r2@4-5 r1@6-7")] // there and back again
    [InlineData("w1@1-2 r1@3-4 w2@5-6 r1@7-8")]
    [InlineData("w1@1-2 s1>2@3-4 s1>3@5-6")] // two swaps of the same value: one change is lost
    [InlineData("w1@1-2 s1>2@3-8 s1>3@4-9")] // even when they overlap
    [InlineData("w1@1-2 s2>3@3-4")] // a swap of a value that was not there
    [InlineData("w1@1-2 s1>2@3-4 r1@5-6")]
    [InlineData("w1@1-2 r2@3-4 w2@5-6")] // a read before the write
    [InlineData("w1@1-2 w2@5 r2@3-4")] // even before one of unknown outcome
    [InlineData("w1@1-2 w2@3 r2@4-5 r1@6-7")] // an unknown write seen, and then undone
    [InlineData("w1@1-2 s1>2@3 r2@4-5 s1>3@6-7")] // an unknown swap seen, and its value swapped again
    [InlineData("w1@1-5 w2@2-6 r1@7-8 r2@9-10")] // the order of two that overlapped changes afterwards
    public void Check_HistoryOfSomethingElse_IsNot(string history)
    {
        var result = LinearizabilityChecker.Check(Parse(history));

        Assert.Equal(LinearizabilityVerdict.NotLinearizable, result.Verdict);
        Assert.NotNull(result.Stuck);
    }

    [Fact]
    public void Check_ManyConcurrentUnknownSwaps_EndsInTime()
    {
        // 200 changes in a row, and beside each one an unknown swap of the same value, which may have come first nowhere.
        var calls = Enumerable.Range(0, 200).SelectMany(number => new[]
        {
            new RegisterCall(RegisterCallKind.Swap, At(number), At(number + 0.5), Text(number + 1), Text(number)),
            new RegisterCall(RegisterCallKind.Swap, At(number), null, $"never {number}", Text(number)),
        }).ToList();

        Assert.Equal(LinearizabilityVerdict.Linearizable, LinearizabilityChecker.Check(calls, Text(0)).Verdict);
        calls.Add(new RegisterCall(RegisterCallKind.Read, At(300), At(301), Text(7)));
        Assert.Equal(LinearizabilityVerdict.NotLinearizable, LinearizabilityChecker.Check(calls, Text(0)).Verdict);
    }

    [Fact]
    public void Check_HistoriesOfARealRegister_AreNeverReported()
        => Genuine(20).Sample(history => Assert.Equal(LinearizabilityVerdict.Linearizable, LinearizabilityChecker.Check(history).Verdict), iter: 2_000);

    [Fact]
    public void Check_HistoryOfARealRegisterWithAnAnswerThatWasNotGiven_IsReported()
        => Gen.Select(Genuine(20), Gen.Int[0, 19]).Sample(
            (history, index) =>
            {
                if (history[index] is not { Completed: not null, Kind: RegisterCallKind.Read } read)
                {
                    return;
                }

                // Nobody ever wrote it.
                List<RegisterCall> changed = [.. history.Take(index), read with { Value = "forged" }, .. history.Skip(index + 1)];
                Assert.Equal(LinearizabilityVerdict.NotLinearizable, LinearizabilityChecker.Check(changed).Verdict);
            },
            iter: 2_000);

    [Fact]
    public void Check_AnyHistory_AgreesWithTryingAllOrders()
        => Arbitrary(5).Sample(history => Assert.Equal(TryAllOrders(history), LinearizabilityChecker.Check(history).Verdict == LinearizabilityVerdict.Linearizable), iter: 5_000);

    /// <summary>Calls to a register that does one thing at a time: each has its effect at some moment of its time, or, where its outcome is unknown, later or never.</summary>
    private static Gen<List<RegisterCall>> Genuine(int count)
        => Gen.Select(Gen.Int[0, 2], Gen.Int[0, 100], Gen.Int[0, 20], Gen.Int[0, 20], Gen.Int[0, 9], Gen.Bool).Array[count].Select(drawn =>
        {
            var value = default(string);
            var calls = new RegisterCall[count];
            var effects = drawn.Index().Select(entry =>
            {
                var (kind, invoked, wait, rest, luck, swapsWhatIsThere) = entry.Item;
                return (entry.Index, Kind: (RegisterCallKind)kind, Invoked: At(invoked), Effect: At(invoked + wait), Completed: At(invoked + wait + rest), Luck: luck, swapsWhatIsThere);
            }).OrderBy(call => call.Effect).ThenBy(call => call.Index);
            foreach (var call in effects)
            {
                var written = Text(call.Index);
                var happens = call.Luck != 0;
                TimeSpan? completed = call.Luck <= 1 ? null : call.Completed;
                var expected = call.Kind == RegisterCallKind.Swap ? (call.swapsWhatIsThere ? value : "somebody else's") : null;
                if (call.Kind == RegisterCallKind.Swap && expected != value)
                {
                    // Refused: like a call that never has its effect.
                    (happens, completed) = (false, null);
                }

                calls[call.Index] = new RegisterCall(call.Kind, call.Invoked, completed, call.Kind == RegisterCallKind.Read ? value : written, expected);
                value = happens && call.Kind != RegisterCallKind.Read ? written : value;
            }

            return calls.ToList();
        });

    /// <summary>Calls that may or may not be possible, with few values so that many nearly are.</summary>
    private static Gen<List<RegisterCall>> Arbitrary(int most)
        => Gen.Select(Gen.Int[0, 2], Gen.Int[0, 8], Gen.Int[1, 4], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 4]).List[0, most].Select(drawn => drawn.Select(call =>
        {
            var (kind, invoked, length, value, expected, luck) = call;
            return new RegisterCall(
                (RegisterCallKind)kind, At(invoked), luck == 0 ? null : At(invoked + length), value == 0 && kind == 0 ? null : Text(value), kind == 2 ? (expected == 0 ? null : Text(expected)) : null);
        }).ToList());

    private static bool TryAllOrders(IReadOnlyList<RegisterCall> calls) => TryAllOrders(null, [.. calls.Where(call => call.Completed is not null || call.Kind != RegisterCallKind.Read)]);

    private static bool TryAllOrders(string? state, IReadOnlyList<RegisterCall> left)
        => left.All(call => call.Completed is null)
            || left.Any(call => left.All(other => other == call || !(other.Completed < call.Invoked))
                && (call.Kind == RegisterCallKind.Write || state == (call.Kind == RegisterCallKind.Read ? call.Value : call.Expected))
                && TryAllOrders(call.Kind == RegisterCallKind.Read ? state : call.Value, [.. left.Where(other => !ReferenceEquals(other, call))]));

    private static List<RegisterCall> Parse(string history) => [.. history.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParseCall)];

    private static RegisterCall ParseCall(string text)
    {
        var at = text.Split('@');
        var times = at[1].Split('-').Select(time => At(double.Parse(time, CultureInfo.InvariantCulture))).ToList();
        var values = at[0][1..].Split('>').Select(value => value == "-" ? null : value).ToList();
        var kind = at[0][0] switch { 'r' => RegisterCallKind.Read, 'w' => RegisterCallKind.Write, _ => RegisterCallKind.Swap };
        return new RegisterCall(kind, times[0], times.Count > 1 ? times[1] : null, values[^1], kind == RegisterCallKind.Swap ? values[0] : null);
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
