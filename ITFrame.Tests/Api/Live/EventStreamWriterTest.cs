using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using System.Text;
using ITFrame.Api;
using ITFrame.Api.NowPlaying.Live;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ITFrame.Tests.Api.Live;

/// <summary>A client that has room for one frame.</summary>
public sealed class EventStreamWriterTest : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _client = new(new PipeOptions(pauseWriterThreshold: 2, resumeWriterThreshold: 1));
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Lifetime _lifetime = new();
    private readonly LiveCounts _counts;
    private readonly EventStreamWriter _writer;
    private readonly DefaultHttpContext _context = new();

    public EventStreamWriterTest()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _counts = new LiveCounts(meters);
        _writer = new EventStreamWriter(new LiveMetrics(meters, new SongFeed(Options.Create(new ApiOptions()), _time)), _time);
        _context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(_client.Writer.AsStream()));
        _context.Features.Set<IHttpRequestLifetimeFeature>(_lifetime);
    }

    public void Dispose()
    {
        _counts.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task Write_ClientTakesNothing_IsLetGo()
    {
        var writing = _writer.WriteAsync(_context, Frames("one", "two"));

        _time.Advance(EventStreamWriter.Patience - TimeSpan.FromMilliseconds(1));
        Assert.False(writing.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await writing;

        Assert.True(_lifetime.IsAborted);
        Assert.Equal(1, _counts["itframe.live.dropped"]);
    }

    [Fact]
    public async Task Write_ClientTakesItsTime_GetsEachFrame()
    {
        var writing = _writer.WriteAsync(_context, Frames("one", "two"));
        foreach (var frame in new[] { "one", "two" })
        {
            var read = await _client.Reader.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal(frame, Encoding.UTF8.GetString(read.Buffer));
            _time.Advance(EventStreamWriter.Patience * 0.9);
            _client.Reader.AdvanceTo(read.Buffer.End);
        }

        await writing;

        Assert.Equal("text/event-stream", _context.Response.ContentType);
        Assert.Equal((false, 0), (_lifetime.IsAborted, _counts["itframe.live.dropped"]));
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Frames(params string[] frames)
    {
        foreach (var frame in frames)
        {
            await Task.CompletedTask;
            yield return Encoding.UTF8.GetBytes(frame);
        }
    }

    private sealed class Lifetime : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public bool IsAborted { get; private set; }

        public void Abort() => IsAborted = true;
    }
}
