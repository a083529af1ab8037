namespace ITFrame.Api.Data;

internal static class DataExtensions
{
    /// <summary>Adds what every repository needs. Products add their own repositories and <see cref="IDatabaseStep"/>s.</summary>
    public static void AddDatabase(this IHostApplicationBuilder builder)
    {
        DocumentConventions.Register();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ReadPreferences>();
        builder.Services.AddScoped<HubSession>();
        builder.Services.AddSingleton<DatabaseState>();
        builder.Services.AddHostedService<DatabaseInitializer>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseStateHealthCheck>("database");
    }
}
