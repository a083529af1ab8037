using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class TelemetryRedactionTest : IDisposable
{
    private const string Key = "the-key-that-must-not-show";
    private const string Path = $"/cast/statistics/demo/{Key}/store-song";

    private readonly ApiFactory _api = new();
    private readonly RecordingProcessor _spans = new();
    private readonly RecordingLoggerProvider _logs = new();

    public TelemetryRedactionTest()
    {
        _api.Stations.Add("demo", Key);
        // Spans are made only where there is a collector to send them to; nothing listens there.
        _api.Settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1";
        _api.Replace = services => services
            .ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(_spans))
            .AddSingleton<ILoggerProvider>(_logs)
            .Configure<LoggerFilterOptions>(options => options.MinLevel = LogLevel.Information);
    }

    public void Dispose()
    {
        _api.Dispose();
        _spans.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task Request_WithKeyInThePath_LeavesItOutOfSpansAndLogs()
    {
        var cancelled = TestContext.Current.CancellationToken;
        // A client from the factory of the service itself, so that its client spans are recorded too.
        using var client = CreateServiceClient(_api.CreateClient().BaseAddress!);

        await client.PostAsJsonAsync(Path, new { title = "T" }, cancelled);
        await client.PostAsJsonAsync(Path, new { title = 1 }, cancelled);
        _api.Songs.Failure = new TimeoutException();
        await client.PostAsJsonAsync(Path, new { title = "T" }, cancelled);
        _api.Songs.Failure = new InvalidOperationException("unexpected");
        await client.PostAsJsonAsync(Path, new { title = "T" }, cancelled);
        _api.Stations.Failure = new TimeoutException();
        await client.PostAsJsonAsync(Path, new { title = "T" }, cancelled);
        await _spans.WaitAsync(count: 10);

        Assert.Contains(_spans.Spans, span => span.Contains("url.path=/cast/statistics/demo/REDACTED/store-song", StringComparison.Ordinal));
        Assert.Contains(_spans.Spans, span => span.Contains("/cast/statistics/demo/REDACTED/store-song", StringComparison.Ordinal) && span.Contains("url.full=", StringComparison.Ordinal));
        Assert.All(_spans.Spans, span => Assert.DoesNotContain(Key, span, StringComparison.Ordinal));
        Assert.NotEmpty(_logs.Lines);
        Assert.All(_logs.Lines, line => Assert.DoesNotContain(Key, line, StringComparison.Ordinal));
    }

    private HttpClient CreateServiceClient(Uri address)
    {
        var client = _api.Services.GetRequiredService<IHttpClientFactory>().CreateClient("self");
        client.BaseAddress = address;
        return client;
    }

    /// <summary>Comes after the masking processor, as an exporter does.</summary>
    private sealed class RecordingProcessor : BaseProcessor<Activity>
    {
        private readonly ConcurrentQueue<string> _spans = new();

        public IReadOnlyCollection<string> Spans => _spans;

        public override void OnEnd(Activity data)
            => _spans.Enqueue($"{data.DisplayName} {string.Join(' ', data.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))} {string.Join(' ', data.Events.SelectMany(item => item.Tags))}");

        public async Task WaitAsync(int count)
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            deadline.CancelAfter(TimeSpan.FromSeconds(20));
            while (_spans.Count < count)
            {
                await Task.Delay(5, deadline.Token);
            }
        }
    }

    /// <summary>Records what a console with scopes would show.</summary>
    private sealed class RecordingLoggerProvider : ILoggerProvider, ISupportExternalScope
    {
        private readonly ConcurrentQueue<string> _lines = new();
        private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

        public IReadOnlyCollection<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public void Dispose()
        {
        }

        private sealed class Logger(RecordingLoggerProvider provider, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => provider._scopes.Push(state);

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                var line = $"{category}: {formatter(state, exception)} {exception}";
                provider._scopes.ForEachScope((scope, _) => line += $" [{scope}]", state);
                provider._lines.Enqueue(line);
            }
        }
    }
}
