using ITFrame.Api.Data;

namespace ITFrame.Api.Demo;

internal static class DemoExtensions
{
    public static void AddDemo(this IHostApplicationBuilder builder)
        => builder.Services.AddSingleton<IDatabaseStep, DemoStation>();
}
