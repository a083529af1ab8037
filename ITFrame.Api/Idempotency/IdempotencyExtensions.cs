using ITFrame.Api.Data;

namespace ITFrame.Api.Idempotency;

internal static class IdempotencyExtensions
{
    public static void AddIdempotency(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<IdempotencyRepository>();
        builder.Services.AddSingleton<IDatabaseStep, IdempotencyIndexes>();
    }

    /// <summary>After authorization: a stranger's request is not remembered.</summary>
    public static void UseIdempotency(this WebApplication app) => app.UseMiddleware<IdempotencyMiddleware>();

    public static TBuilder WithUnstoredResponse<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(Unstored.Instance));
        return builder;
    }

    private sealed class Unstored : IUnstoredResponse
    {
        public static Unstored Instance { get; } = new();
    }
}
