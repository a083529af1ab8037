using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ITFrame.Tests.LocalHosting;

/// <summary>Keeps what an application logs.</summary>
internal sealed class RecordedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Message)> _messages = new();

    public IReadOnlyList<(LogLevel Level, string Message)> Messages => [.. _messages];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => _messages.Enqueue((logLevel, formatter(state, exception)));

    /// <summary>Waits for a message that holds all the texts.</summary>
    public async Task<LogLevel> WaitForAsync(CancellationToken cancellationToken, params string[] texts)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            foreach (var (level, message) in Messages)
            {
                if (texts.All(text => message.Contains(text, StringComparison.Ordinal)))
                {
                    return level;
                }
            }

            Assert.True(await poll.WaitForNextTickAsync(cancellationToken));
        }
    }

    public void Dispose()
    {
    }
}
