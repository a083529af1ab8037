using System.IO.Compression;
using Google.Protobuf;
using ITFrame.Console.Otlp.Wire;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace ITFrame.Console.Otlp;

/// <summary>
/// OTLP/HTTP with binary protobuf (https://opentelemetry.io/docs/specs/otlp/#otlphttp). JSON is refused: no service of the lab
/// sends it.
/// </summary>
internal static class OtlpHttpEndpoints
{
    private const string MediaType = "application/x-protobuf";

    public static void MapOtlpHttp(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapReceiver<TraceReceiver, ExportTraceServiceRequest, ExportTraceServiceResponse>("/v1/traces", ExportTraceServiceRequest.Parser);
        endpoints.MapReceiver<LogsReceiver, ExportLogsServiceRequest, ExportLogsServiceResponse>("/v1/logs", ExportLogsServiceRequest.Parser);
        endpoints.MapReceiver<MetricsReceiver, ExportMetricsServiceRequest, ExportMetricsServiceResponse>("/v1/metrics", ExportMetricsServiceRequest.Parser);
    }

    private static void MapReceiver<TReceiver, TRequest, TResponse>(this IEndpointRouteBuilder endpoints, string path, MessageParser<TRequest> parser)
        where TReceiver : class, IOtlpReceiver<TRequest, TResponse>
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
        => endpoints.MapPost(path, (RequestDelegate)(context => ReceiveAsync(context, parser, request => context.RequestServices.GetRequiredService<TReceiver>().Export(request))))
            .WithMetadata(new OtlpHttpAttribute())
            .AllowAnonymous()
            .DisableAntiforgery();

    private static async Task ReceiveAsync<TRequest, TResponse>(HttpContext context, MessageParser<TRequest> parser, Func<TRequest, TResponse> export)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase))
        {
            await RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, $"Send {MediaType}.");
            return;
        }

        var encoding = context.Request.Headers.ContentEncoding.ToString();
        if (encoding is not ("" or "identity" or "gzip"))
        {
            await RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, "Send gzip, or no content encoding.");
            return;
        }

        TRequest request;
        try
        {
            if (await ReadAsync(context, encoding == "gzip") is not { } body)
            {
                await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, $"A message may have {OtlpExtensions.MaxMessageBytes} bytes, decompressed.");
                return;
            }

            request = parser.ParseFrom(body);
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidDataException)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, $"Not a {typeof(TRequest).Name}: {exception.Message}");
            return;
        }

        await AnswerAsync(context, StatusCodes.Status200OK, export(request).ToByteArray());
    }

    /// <summary>The decompressed body; null where it is too large.</summary>
    private static async Task<byte[]?> ReadAsync(HttpContext context, bool isCompressed)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = OtlpExtensions.MaxMessageBytes;
        }

        if (context.Request.ContentLength > OtlpExtensions.MaxMessageBytes)
        {
            return null;
        }

        await using var content = isCompressed ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await content.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            if (body.Length + read > OtlpExtensions.MaxMessageBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    // The specification wants a google.rpc.Status, of which the message is field 2.
    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        using var body = new MemoryStream();
        using (var output = new CodedOutputStream(body, leaveOpen: true))
        {
            output.WriteTag(2, WireFormat.WireType.LengthDelimited);
            output.WriteString(message);
        }

        return AnswerAsync(context, status, body.ToArray());
    }

    private static Task AnswerAsync(HttpContext context, int status, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = MediaType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
