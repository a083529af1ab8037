using Grpc.AspNetCore.Server;
using ITFrame.Console.Login;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace ITFrame.Console.Hosting;

internal static class ConsoleExtensions
{
    /// <summary>
    /// Sends none of the console's own telemetry: it would go to the console, whose receiving it would be the next thing to send.
    /// </summary>
    public static void MuteOwnTelemetry(this WebApplicationBuilder builder)
    {
        builder.Configuration.AddInMemoryCollection([new("OTEL_EXPORTER_OTLP_ENDPOINT", ""), new("ITFRAME_OTLP_ENDPOINT", "")]);
        // Requests are the console's own page and the login, with its token in the query.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Grpc", LogLevel.Warning);
    }

    public static void AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.Configure<CircuitOptions>(options =>
        {
            // A page that was left behind holds its state until then.
            options.DisconnectedCircuitMaxRetained = 10;
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(1);
        });
    }

    /// <summary>The OTLP listener serves OTLP and nothing else: it asks for no login.</summary>
    public static void UseListenerSeparation(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Request.IsOtlp() && context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return next(context);
    });

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // The login URL holds the token.
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    });

    /// <summary>Prints where the console is, and the login URL where nobody else can know it.</summary>
    public static void AnnounceAddresses(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        var server = app.Services.GetRequiredService<IServer>();
        var otlpPort = app.Services.GetRequiredService<IOptions<ConsoleOptions>>().Value.OtlpPort;
        var page = server.PageAddress(otlpPort);
        var token = app.Services.GetRequiredService<LoginToken>().Generated;
        System.Console.Out.WriteLine($"OTLP (gRPC) is taken at {server.OtlpAddress(otlpPort)}");
        System.Console.Out.WriteLine(token is null
            ? $"The console is at {page}; log in with the URL that the lab printed."
            : $"The console is at {new Uri(page, $"{LoginExtensions.Path}?t={token}")}");
    });
}
