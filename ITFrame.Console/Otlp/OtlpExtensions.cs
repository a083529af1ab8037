using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using ITFrame.Console.Otlp.Wire;

namespace ITFrame.Console.Otlp;

internal static class OtlpExtensions
{
    /// <summary>Senders batch some hundred spans; what is larger is not telemetry.</summary>
    public const int MaxMessageBytes = 4 * 1024 * 1024;

    public static void AddOtlpReceiver(this IServiceCollection services)
    {
        services.AddGrpc(options => options.MaxReceiveMessageSize = MaxMessageBytes);
        services.AddSingleton<SourceCache>();
        services.AddReceiver<TraceReceiver, ExportTraceServiceRequest, ExportTraceServiceResponse>(TraceService.Descriptor.FullName, ExportTraceServiceRequest.Parser);
        services.AddReceiver<LogsReceiver, ExportLogsServiceRequest, ExportLogsServiceResponse>(LogsService.Descriptor.FullName, ExportLogsServiceRequest.Parser);
        services.AddReceiver<MetricsReceiver, ExportMetricsServiceRequest, ExportMetricsServiceResponse>(MetricsService.Descriptor.FullName, ExportMetricsServiceRequest.Parser);
    }

    /// <summary>Open to whoever reaches the listener, which is on loopback: services have no token to send.</summary>
    public static void MapOtlpReceiver(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<TraceReceiver>().AllowAnonymous();
        endpoints.MapGrpcService<LogsReceiver>().AllowAnonymous();
        endpoints.MapGrpcService<MetricsReceiver>().AllowAnonymous();
        endpoints.MapOtlpHttp();
    }

    private static void AddReceiver<TReceiver, TRequest, TResponse>(this IServiceCollection services, string serviceName, MessageParser<TRequest> parser)
        where TReceiver : class, IOtlpReceiver<TRequest, TResponse>
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        services.AddSingleton<TReceiver>();
        services.AddSingleton<IServiceMethodProvider<TReceiver>>(new OtlpMethodProvider<TReceiver, TRequest, TResponse>(serviceName, parser));
    }
}
