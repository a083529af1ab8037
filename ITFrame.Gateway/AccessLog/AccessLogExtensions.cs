namespace ITFrame.Gateway.AccessLog;

internal static class AccessLogExtensions
{
    public static void AddAccessLog(this WebApplicationBuilder builder) => builder.Services.AddSingleton<AccessLogger>();

    /// <summary>Comes first, so that it sees what became of the request in the end.</summary>
    public static void UseAccessLog(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<AccessLogger>();
        var clock = app.Services.GetRequiredService<TimeProvider>();
        app.Use((context, next) => log.IsEnabled ? LogAsync(context, next) : next(context));

        async Task LogAsync(HttpContext context, RequestDelegate next)
        {
            var start = clock.GetTimestamp();
            try
            {
                await next(context);
            }
            finally
            {
                log.Write(context, clock.GetElapsedTime(start));
            }
        }
    }
}
