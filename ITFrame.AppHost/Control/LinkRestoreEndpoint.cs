using System.Text.Json;
using ITFrame.AppHost.Network;
using ITFrame.AppHost.Topology;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using LinkOptions = ITFrame.AppHost.Topology.LinkOptions;

namespace ITFrame.AppHost.Control;

internal static class LinkRestoreEndpoint
{
    /// <summary>Puts a link back as the lab is configured: what it was before somebody slowed it down, only the configuration knows.</summary>
    public static void MapLinkRestore(this IEndpointRouteBuilder endpoints, WanAdmin wan, LabOptions options)
        => endpoints.MapPost("/links/{a}/{b}/restore", (string a, string b, HttpContext context) =>
        {
            var configured = options.Links.FirstOrDefault(link => (link.A, link.B) == (a, b) || (link.A, link.B) == (b, a)) ?? new LinkOptions { A = a, B = b };
            var body = JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    State = "up",
                    configured.RoundTripMilliseconds,
                    configured.JitterMilliseconds,
                    configured.LossPercent,
                    configured.BandwidthMegabits,
                },
                JsonSerializerOptions.Web);
            return LinkEndpoints.ForwardAsync(context, wan, HttpMethod.Put, $"links/{Uri.EscapeDataString(a)}/{Uri.EscapeDataString(b)}", new MemoryStream(body));
        });
}
