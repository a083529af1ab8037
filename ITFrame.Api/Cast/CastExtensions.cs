using ITFrame.Api.Data;

namespace ITFrame.Api.Cast;

internal static class CastExtensions
{
    public static void AddCast(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<IStationRepository, StationRepository>();
        builder.Services.AddScoped<ISongRepository, SongRepository>();
        builder.Services.AddSingleton<IDatabaseStep, StationIndexes>();
        builder.Services.AddSingleton<IDatabaseStep, SongIndexes>();
    }
}
