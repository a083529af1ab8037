using System.Buffers;
using Microsoft.Net.Http.Headers;

namespace ITFrame.Gateway.Hardening;

/// <summary>
/// What is wrong with a request that Kestrel has accepted. A recipient that reads one message as two, or reads another host
/// than its neighbour, can be used to smuggle requests past the neighbour's checks.
/// </summary>
internal static class RequestFaults
{
    /// <summary>
    /// Where Kestrel puts a length that came beside <c>Transfer-Encoding</c>. RFC 9112, section 6.1, lets a server refuse such a
    /// message, and asks a proxy to take the length out.
    /// </summary>
    private const string DisplacedContentLength = "X-Content-Length";

    /// <summary>RFC 9110, section 5.6.2. Kestrel takes other visible characters too.</summary>
    private static readonly SearchValues<char> Token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <returns>The fault, or null.</returns>
    public static string? Find(HttpRequest request)
    {
        var headers = request.Headers;
        if (headers.TransferEncoding is { Count: > 0 } encoding)
        {
            if (headers.ContainsKey(DisplacedContentLength))
            {
                return "The request has both Content-Length and Transfer-Encoding.";
            }

            // Kestrel asks for chunked to be the last one; another one before it would be passed on unnamed.
            if (encoding.Count != 1 || !string.Equals(encoding[0], "chunked", StringComparison.OrdinalIgnoreCase))
            {
                return "The only transfer encoding is chunked.";
            }

            if (HttpProtocol.IsHttp10(request.Protocol))
            {
                return "HTTP/1.0 has no transfer encodings.";
            }
        }

        // RFC 9110, section 4.2.1: the host of an http URI is not empty. HTTP/1.0 could leave it out, which checks of health do.
        if (headers.Host.Count == 0 ? !HttpProtocol.IsHttp10(request.Protocol) && !request.Host.HasValue : string.IsNullOrEmpty(headers.Host))
        {
            return $"The header {HeaderNames.Host} is empty.";
        }

        foreach (var (name, _) in headers)
        {
            if (name.AsSpan().ContainsAnyExcept(Token))
            {
                return "A header's name is not a token.";
            }
        }

        return null;
    }
}
