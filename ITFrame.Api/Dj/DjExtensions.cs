using ITFrame.Api.Data;
using ITFrame.Api.Dj.Clocks;
using ITFrame.Api.Dj.Intervals;
using ITFrame.Api.Dj.Queue;
using ITFrame.Api.Dj.Tags;

namespace ITFrame.Api.Dj;

internal static class DjExtensions
{
    public static void AddDj(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<ClockRepository>();
        builder.Services.AddScoped<TagRepository>();
        builder.Services.AddScoped<IntervalRepository>();
        builder.Services.AddScoped<IntervalReader>();
        builder.Services.AddScoped<DjStateRepository>();
        builder.Services.AddSingleton<IDatabaseStep, DjIndexes>();
    }
}
