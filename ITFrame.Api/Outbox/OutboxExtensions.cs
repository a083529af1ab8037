using ITFrame.Api.Data;

namespace ITFrame.Api.Outbox;

internal static class OutboxExtensions
{
    public static void AddOutbox(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<OutboxRepository>();
        builder.Services.AddSingleton<IDatabaseStep, OutboxIndexes>();
        builder.Services.AddHostedService<OutboxDispatcher>();
    }
}
