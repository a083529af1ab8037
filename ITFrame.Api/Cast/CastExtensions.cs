using ITFrame.Api.Data;

namespace ITFrame.Api.Cast;

internal static class CastExtensions
{
    public static void AddCast(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IStationRepository, StationRepository>();
        builder.Services.AddSingleton<ISongRepository, SongRepository>();
        builder.Services.AddSingleton<IDatabaseStep, StationIndexes>();
        builder.Services.AddSingleton<IDatabaseStep, SongIndexes>();
    }
}
