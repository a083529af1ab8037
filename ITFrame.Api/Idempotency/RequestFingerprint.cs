using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace ITFrame.Api.Idempotency;

/// <summary>The SHA-256 of what makes a request the same: method, path, query and body.</summary>
internal static class RequestFingerprint
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Reads the whole body, which is there to be read again afterwards.</summary>
    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // Larger bodies, which only uploads have, wait in a file.
        request.EnableBuffering(BufferSize);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                hash.AppendData(buffer, 0, count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }
}
