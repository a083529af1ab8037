namespace ITFrame.Gateway.Admin;

internal static partial class AdminLog
{
    [LoggerMessage(1, LogLevel.Information, "By an administrator: {What}")]
    public static partial void Done(ILogger logger, string what);
}
