namespace ITFrame.Api;

internal static class ApiOptionsExtensions
{
    public static void AddApiOptions(this IHostApplicationBuilder builder)
        => builder.Services.AddOptions<ApiOptions>()
            .BindConfiguration(ApiOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
}
