using System.Globalization;
using ITFrame.Gateway.Configuration;
using ITFrame.ServiceDefaults.Tls;

namespace ITFrame.Gateway.Admin;

internal static class AdminExtensions
{
    public static void AddAdmin(this WebApplicationBuilder builder) => builder.Services.AddSingleton<AdminCounters>();

    /// <summary>
    /// Opens the administrators' port, on loopback, where one is configured. What comes in there goes nowhere else, and what
    /// comes in elsewhere does not get there: comes first.
    /// </summary>
    public static void UseAdmin(this WebApplication app)
    {
        if (app.Services.GetRequiredService<GatewayOptions>().AdminPort is not { } port)
        {
            return;
        }

        // Beside the configured ones, which the server would not read any more.
        foreach (var url in ListenerAddresses.Urls(app.Configuration))
        {
            app.Urls.Add(url);
        }

        var scheme = app.Services.GetRequiredService<ServiceTls>().HasCertificate ? "https" : "http";
        app.Urls.Add(string.Create(CultureInfo.InvariantCulture, $"{scheme}://localhost:{port}"));
        app.MapWhen(context => context.Connection.LocalPort == port, admin => admin.UseMiddleware<AdminMiddleware>());
    }
}
