namespace ITFrame.Api.Consistency;

internal static class ConsistencyExtensions
{
    public static void AddConsistency(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<ConsistencyTokens>();

    public static void UseConsistency(this WebApplication app) => app.UseMiddleware<ConsistencyMiddleware>();
}
