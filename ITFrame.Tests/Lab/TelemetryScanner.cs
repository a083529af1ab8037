using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ITFrame.Tests.Lab;

/// <summary>
/// A receiver of OTLP over gRPC that keeps nothing and looks through everything: protobuf has texts as they are, so that a text which
/// must not be in a trace, a log or a metric is found in the bytes, wherever in the message it is.
/// </summary>
internal sealed class TelemetryScanner : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, byte[]> _texts = new();
    private readonly ConcurrentDictionary<(string Name, string Signal), int> _findings = new();
    private readonly ConcurrentDictionary<string, int> _messages = new();

    private TelemetryScanner(WebApplication server) => _server = server;

    /// <summary>Where services are to send to.</summary>
    public Uri Address => new(_server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

    /// <summary>Messages so far of each signal: <c>trace</c>, <c>logs</c>, <c>metrics</c>.</summary>
    public IReadOnlyDictionary<string, int> Messages => _messages;

    /// <summary>In how many messages of which signal a text was found, by the text's name.</summary>
    public IReadOnlyDictionary<(string Name, string Signal), int> Findings => _findings;

    public static async Task<TelemetryScanner> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listener => listener.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        var scanner = new TelemetryScanner(app);
        app.Run(scanner.TakeAsync);
        await app.StartAsync();
        return scanner;
    }

    /// <summary>Looks for a text from now on.</summary>
    public void LookFor(string name, string text) => _texts[name] = Encoding.UTF8.GetBytes(text);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        // As in /opentelemetry.proto.collector.trace.v1.TraceService/Export.
        var signal = context.Request.Path.Value!.Split('.').ElementAtOrDefault(3) ?? "";
        foreach (var (name, text) in _texts)
        {
            if (body.GetBuffer().AsSpan(0, (int)body.Length).IndexOf(text) >= 0)
            {
                _findings.AddOrUpdate((name, signal), 1, (_, count) => count + 1);
            }
        }

        _messages.AddOrUpdate(signal, 1, (_, count) => count + 1);
        context.Response.ContentType = "application/grpc";
        context.Response.DeclareTrailer("grpc-status");
        // An empty message: a flag and a length, both zero.
        await context.Response.Body.WriteAsync(new byte[5]);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
