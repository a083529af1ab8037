using ITFrame.Api.Data;

namespace ITFrame.Api.Tunes;

internal static class TunesExtensions
{
    public static void AddTunes(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<TuneRepository>();
        builder.Services.AddScoped<TuneReader>();
        builder.Services.AddScoped<NoCoverRepository>();
        builder.Services.AddSingleton<IDatabaseStep, TuneIndexes>();
        builder.Services.AddSingleton<IDatabaseStep, NoCoverIndexes>();
    }
}
