using System.Net.Mime;
using Microsoft.Net.Http.Headers;

namespace ITFrame.Api.Http;

/// <summary>
/// Lets only UTF-8 bodies through (RFC 8259, section 8.1), and none that are compressed. The framework would answer an
/// unknown charset, or <c>"utf-8"</c> in quotes, with 500, and a compressed body as though its JSON were broken.
/// </summary>
internal sealed class BodyEncodingMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (TryNormalize(context.Request))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        context.Response.Headers.Accept = MediaTypeNames.Application.Json;
        return Task.CompletedTask;
    }

    private static bool TryNormalize(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Any(encoding => !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        if (string.IsNullOrEmpty(request.ContentType))
        {
            // Left to the endpoint, which knows whether it wants a body.
            return true;
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            return false;
        }

        if (type.Charset.HasValue)
        {
            if (!HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }

            // It says nothing that is not so without it, in however many ways it can be written.
            request.ContentType = type.MediaType.ToString();
        }

        return true;
    }
}
