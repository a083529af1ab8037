using ITFrame.Api.Data;
using Microsoft.Extensions.Options;

namespace ITFrame.Api.Player;

internal static class PlayerExtensions
{
    /// <summary>The CORS policy of what web players read.</summary>
    public const string CorsPolicy = "Player";

    public static void AddPlayer(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<IPlayerRepository, PlayerRepository>();
        builder.Services.AddSingleton<IDatabaseStep, PlayerIndexes>();
        builder.Services.AddCors();
        builder.Services.AddOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions>().Configure<IOptions<ApiOptions>>((cors, api)
            => cors.AddPolicy(CorsPolicy, policy =>
            {
                policy.WithMethods(HttpMethods.Get);
                if (api.Value.PlayerOrigins is { Length: > 0 } origins)
                {
                    policy.WithOrigins(origins);
                }
                else
                {
                    policy.AllowAnyOrigin();
                }
            }));
    }
}
