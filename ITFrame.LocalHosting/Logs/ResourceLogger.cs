using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Writes what the orchestrator says of a resource into the resource's own log.</summary>
internal sealed class ResourceLogger(ResourceLog log) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is not (LogLevel.None or LogLevel.Trace);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var text = formatter(state, exception);
        if (exception is not null)
        {
            text = $"{text} {exception.Message}";
        }

        foreach (var line in text.Split('\n'))
        {
            log.Append(ResourceLog.OrchestratorMark + line.TrimEnd('\r'), logLevel >= LogLevel.Error);
        }
    }
}
