
namespace ITFrame.Console.Logs;

/// <summary>OTLP's severities: four numbers a level, from 1 (trace) to 24 (fatal).</summary>
internal static class LogLevels
{
    public static LogLevel FromSeverity(int severity) => severity switch
    {
        >= 21 => LogLevel.Critical,
        >= 17 => LogLevel.Error,
        >= 13 => LogLevel.Warning,
        >= 9 => LogLevel.Information,
        >= 5 => LogLevel.Debug,
        >= 1 => LogLevel.Trace,
        _ => LogLevel.Information,
    };
}
