using Grpc.AspNetCore.Server;
using ITFrame.Console.Login;
using ITFrame.Console.Otlp;
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

    /// <summary>Each listener serves its own and nothing else: those of OTLP ask for no login.</summary>
    public static void UseListenerSeparation(this WebApplication app) => app.Use((context, next) =>
    {
        var metadata = context.GetEndpoint()?.Metadata;
        var belongsTo = metadata?.GetMetadata<GrpcMethodMetadata>() is not null ? Listener.OtlpGrpc
            : metadata?.GetMetadata<OtlpHttpAttribute>() is not null ? Listener.OtlpHttp
            : Listener.Page;
        if (context.Listener() != belongsTo)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return next(context);
    });

    /// <summary>
    /// Refuses what another origin's page sends. The login's cookie is not sent across sites, but another port of the same host
    /// is the same site, and a lab's machine has many.
    /// </summary>
    public static void UseOriginCheck(this WebApplication app) => app.Use((context, next) =>
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length > 0 && origin != $"{context.Request.Scheme}://{context.Request.Host}" && !(HttpMethods.IsGet(context.Request.Method) && !context.WebSockets.IsWebSocketRequest))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
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
        var options = app.Services.GetRequiredService<IOptions<ConsoleOptions>>().Value;
        var otlpPort = options.OtlpPort;
        var page = server.PageAddress(otlpPort);
        var token = app.Services.GetRequiredService<LoginToken>().Generated;
        System.Console.Out.WriteLine($"OTLP (gRPC) is taken at {server.OtlpAddress(otlpPort, Listener.OtlpGrpc)}");
        System.Console.Out.WriteLine($"OTLP (HTTP) is taken at {server.OtlpAddress(options.OtlpHttpPort, Listener.OtlpHttp)}");
        System.Console.Out.WriteLine(token is null
            ? $"The console is at {page}; log in with the URL that the lab printed."
            : $"The console is at {new Uri(page, $"{LoginExtensions.Path}?t={token}")}");
    });
}
