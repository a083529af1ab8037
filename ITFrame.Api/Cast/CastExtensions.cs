using ITFrame.Api.Cast.Configuration;
using ITFrame.Api.Cast.Sessions;
using ITFrame.Api.Cast.Songs;
using ITFrame.Api.Cast.Statistics;
using ITFrame.Api.Cast.Statuses;
using ITFrame.Api.Data;

namespace ITFrame.Api.Cast;

internal static class CastExtensions
{
    public static void AddCast(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<StationFactory>();
        builder.Services.AddScoped<IStationRepository, StationRepository>();
        builder.Services.AddScoped<ISongRepository, SongRepository>();
        builder.Services.AddScoped<SongStore>();
        builder.Services.AddScoped<ListenerRepository>();
        builder.Services.AddScoped<SessionRepository>();
        builder.Services.AddScoped<StatisticsCalculator>();
        builder.Services.AddScoped<StatusRepository>();
        builder.Services.AddSingleton<IDatabaseStep, StationIndexes>();
        builder.Services.AddSingleton<IDatabaseStep, SongIndexes>();
        builder.Services.AddSingleton<IDatabaseStep, ListenerIndexes>();
        builder.Services.AddSingleton<IDatabaseStep, SessionIndexes>();
        builder.Services.AddSingleton<IDatabaseStep, StatusIndexes>();
    }
}
