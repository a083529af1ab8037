using ITFrame.Console.Telemetry;
using ITFrame.Console.Traces;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static ITFrame.Tests.Console.SpanBuilder;

namespace ITFrame.Tests.Console;

public sealed class TraceStoreTests
{
    [Fact]
    public void Add_MoreTracesThanKept_EvictsTheOldest()
    {
        using var store = Store(new RetentionOptions { Traces = 3 });

        for (var i = 0; i < 10; i++)
        {
            store.Add([Span($"s{i}", trace: $"t{i}", start: i)]);
        }

        Assert.Equal(["t9", "t8", "t7"], store.List().Select(trace => trace.TraceId));
        Assert.Equal(3, store.SpanCount);
        Assert.Null(store.Find("t0"));
    }

    [Fact]
    public void Add_MoreSpansThanKept_EvictsWholeTraces()
    {
        using var store = Store(new RetentionOptions { Spans = 10 });

        for (var i = 0; i < 6; i++)
        {
            store.Add(Enumerable.Range(0, 4).Select(n => Span($"s{i}-{n}", trace: $"t{i}", start: i)).ToArray());
        }

        Assert.Equal(["t5", "t4"], store.List().Select(trace => trace.TraceId));
        Assert.Equal(8, store.SpanCount);
    }

    [Fact]
    public void Add_MoreBytesThanKept_EvictsTheOldest()
    {
        using var store = Store(new RetentionOptions { TraceMegabytes = 1 });

        for (var i = 0; i < 40; i++)
        {
            store.Add([Span($"s{i}", trace: $"t{i}", start: i) with { StatusMessage = new string('x', 50_000) }]);
        }

        Assert.InRange(store.List().Length, 8, 11);
        Assert.Equal("t39", store.List()[0].TraceId);
    }

    [Fact]
    public void Add_NotableTracesAmongMany_AreKeptLonger()
    {
        using var store = Store(new RetentionOptions { Traces = 5, NotableTraces = 2 });
        store.Add([Span("e", trace: "error", error: true)]);
        store.Add([Span("f", trace: "failover", failover: true, attempt: 2)]);

        for (var i = 0; i < 50; i++)
        {
            store.Add([Span($"s{i}", trace: $"t{i}", start: i + 1)]);
        }

        Assert.NotNull(store.Find("error"));
        Assert.NotNull(store.Find("failover"));
        Assert.Equal(7, store.List().Length);
    }

    [Fact]
    public void Add_OnlyNotableTraces_StaysBounded()
    {
        using var store = Store(new RetentionOptions { Traces = 5, NotableTraces = 2, Spans = 6 });

        for (var i = 0; i < 50; i++)
        {
            store.Add([Span($"s{i}", trace: $"t{i}", error: true, start: i)]);
        }

        Assert.Equal(6, store.List().Length);
        Assert.Equal(6, store.SpanCount);
    }

    [Fact]
    public void Add_MoreSpansThanATraceMayHave_CountsTheRest()
    {
        using var store = Store(new RetentionOptions { SpansPerTrace = 5 });

        store.Add(Enumerable.Range(0, 8).Select(n => Span($"s{n}")).ToArray());

        var trace = Assert.Single(store.List());
        Assert.Equal(5, trace.Spans.Count);
        Assert.Equal(3, trace.DroppedSpans);
    }

    [Fact]
    public void Add_SameSpanTwice_KeepsOne()
    {
        using var store = Store(new RetentionOptions());

        store.Add([Span("a"), Span("a")]);
        store.Add([Span("a")]);

        Assert.Single(Assert.Single(store.List()).Spans);
        Assert.Equal(1, store.SpanCount);
    }

    [Fact]
    public void Find_AfterMoreSpansCame_ShowsThemWithoutChangingTheFormer()
    {
        using var store = Store(new RetentionOptions());
        store.Add([Span("child", "root", start: 1)]);
        var former = store.Find("t1")!;

        store.Add([Span("root", start: 0, length: 5)]);

        Assert.Single(former.Spans);
        Assert.Equal("child", former.Root.SpanId);
        Assert.Equal("root", store.Find("t1")!.Root.SpanId);
    }

    [Fact]
    public async Task Add_FromSeveralThreads_KeepsItsBounds()
    {
        using var store = Store(new RetentionOptions { Traces = 50, NotableTraces = 10, Spans = 300 });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(
            () =>
            {
                for (var i = 0; i < 2_000; i++)
                {
                    store.Add([Span($"{thread}-{i}", trace: $"t{thread}-{i / 4}", error: i % 40 == 0)]);
                    if (i % 100 == 0)
                    {
                        store.List();
                    }
                }
            },
            TestContext.Current.CancellationToken)));

        Assert.InRange(store.List().Length, 50, 60);
        Assert.Equal(store.List().Sum(trace => trace.Spans.Count), store.SpanCount);
    }

    private static TraceStore Store(RetentionOptions options) => new(Options.Create(options), new FakeTimeProvider());
}
