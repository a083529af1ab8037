using System.Net.Mime;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace ITFrame.Api.Http;

/// <summary>
/// Lets only UTF-8 bodies through (RFC 8259, section 8.1), and none that are compressed. The framework would answer an
/// unknown charset with 500, and a compressed body as though its JSON were broken.
/// </summary>
internal sealed class BodyEncodingMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (IsSupported(context.Request))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        context.Response.Headers.Accept = MediaTypeNames.Application.Json;
        return Task.CompletedTask;
    }

    private static bool IsSupported(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Any(encoding => !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        // No content type at all is left to the endpoint, which knows whether it wants a body.
        return string.IsNullOrEmpty(request.ContentType)
            || (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
                && (!type.Charset.HasValue || type.Encoding is UTF8Encoding));
    }
}
