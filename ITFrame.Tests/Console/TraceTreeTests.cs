using ITFrame.Console.Traces;
using Xunit;
using static ITFrame.Tests.Console.SpanBuilder;

namespace ITFrame.Tests.Console;

public sealed class TraceTreeTests
{
    [Fact]
    public void Build_Nested_IndentsChildrenUnderParentsInOrderOfStart()
    {
        var rows = Build(Span("late", "root", start: 5), Span("deep", "early", start: 2), Span("root", length: 10), Span("early", "root", start: 1));

        Assert.Equal(["root:0", "early:1", "deep:2", "late:1"], Describe(rows));
    }

    [Fact]
    public void Build_ParentMissing_ShowsTheSpanAsRoot()
    {
        var rows = Build(Span("root", length: 10), Span("lost", "never came", start: 3), Span("below", "lost", start: 4));

        Assert.Equal(["root:0", "lost:0", "below:1"], Describe(rows));
        Assert.Equal("lost", Assert.Single(rows, row => row.IsOrphan).Span.SpanId);
    }

    [Fact]
    public void Build_LoopOfParents_ShowsEachSpanOnce()
    {
        var rows = Build(Span("root"), Span("a", "c", start: 1), Span("b", "a", start: 2), Span("c", "b", start: 3), Span("self", "self", start: 4));

        Assert.Equal(["root:0", "a:0", "b:1", "c:2", "self:0"], Describe(rows));
    }

    [Fact]
    public void Build_VeryDeep_DoesNotOverflow()
    {
        var rows = Build(Enumerable.Range(0, 20_000).Select(i => Span($"s{i}", i == 0 ? null : $"s{i - 1}", start: i)).ToArray());

        Assert.Equal(20_000, rows.Count);
        Assert.Equal(19_999, rows[^1].Depth);
    }

    [Fact]
    public void Build_ChildBeforeItsParent_StaysOnTheAxisAndSaysSo()
    {
        var rows = Build(Span("root", start: 10, length: 10), Span("skewed", "root", start: 0, length: 5));

        Assert.Equal(["root:0", "skewed:1"], Describe(rows));
        Assert.True(rows[1].StartsBeforeParent);
        Assert.False(rows[0].StartsBeforeParent);
        Assert.All(rows, row =>
        {
            Assert.InRange(row.Left, 0, 1);
            Assert.InRange(row.Left + row.Width, 0, 1.000001);
        });
        Assert.Equal((0.5, 0.5), (rows[0].Left, rows[0].Width));
    }

    [Fact]
    public void Build_NoLength_DividesByNothing()
    {
        var row = Assert.Single(Build(Span("instant", length: 0)));

        Assert.Equal((0, 0), (row.Left, row.Width));
    }

    [Fact]
    public void Build_AttemptsInTheSameInstant_AreInOrderOfTheirNumber()
    {
        var rows = Build(Span("root", length: 10), Span("second", "root", attempt: 2), Span("first", "root", attempt: 1, error: true));

        Assert.Equal(["root:0", "first:1", "second:1"], Describe(rows));
    }

    private static IReadOnlyList<SpanRow> Build(params SpanRecord[] spans) => TraceTree.Build(TraceSnapshot.Of("t1", spans));

    private static IEnumerable<string> Describe(IEnumerable<SpanRow> rows) => rows.Select(row => $"{row.Span.SpanId}:{row.Depth}");
}
