using ITFrame.Console.Components;
using ITFrame.Console.Drills;
using ITFrame.Console.Events;
using ITFrame.Console.Hosting;
using ITFrame.Console.LabControl;
using ITFrame.Console.Login;
using ITFrame.Console.Logs;
using ITFrame.Console.Metrics;
using ITFrame.Console.Otlp;
using ITFrame.Console.Telemetry;
using ITFrame.Console.Traces;
using ITFrame.Console.Traffic;
using ITFrame.ServiceDefaults;
using Microsoft.FluentUI.AspNetCore.Components;

namespace ITFrame.Console;

/// <summary>The lab's web page and the receiver of its telemetry, put together.</summary>
internal static class ConsoleApplication
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = "ITFrame.Console",
            // The console runs from its build output, whatever the working directory is.
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseStaticWebAssets();
        builder.MuteOwnTelemetry();
        builder.AddServiceDefaults();
        builder.AddListeners();
        builder.Services.Configure<ConsoleOptions>(builder.Configuration.GetSection(ConsoleOptions.Section));
        builder.Services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<TraceStore>();
        builder.Services.AddSingleton<LogStore>();
        builder.Services.AddSingleton<MetricStore>();
        builder.Services.AddSingleton<TrafficStore>();
        builder.Services.AddSingleton<EventStore>();
        builder.Services.AddSingleton<TrafficEvents>();
        builder.Services.AddOtlpReceiver();
        builder.Services.AddLabControl(builder.Configuration);
        builder.Services.AddLogin();
        builder.Services.AddPages();
        builder.Services.AddFluentUIComponents();

        var app = builder.Build();
        app.UseListenerSeparation();
        app.UseOriginCheck();
        app.UseSecurityHeaders();
        // An address that does not exist, typed or from an old link, gets the page that says so.
        app.UseStatusCodePagesWithReExecute("/not-found");
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapDefaultEndpoints();
        app.MapOtlpReceiver();
        app.MapLogin();
        app.MapReports();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        app.AnnounceAddresses();
        return app;
    }
}
