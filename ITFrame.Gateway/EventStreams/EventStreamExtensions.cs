using ITFrame.Gateway.Configuration;

namespace ITFrame.Gateway.EventStreams;

internal static class EventStreamExtensions
{
    /// <summary>Tells event streams from other requests, where their paths are configured. Comes before what limits other requests.</summary>
    public static void UseEventStreams(this WebApplication app)
    {
        if (app.Services.GetRequiredService<GatewaySettings>().Current.EventStreams.Paths.Count > 0)
        {
            app.UseMiddleware<EventStreamMiddleware>();
        }
    }
}
