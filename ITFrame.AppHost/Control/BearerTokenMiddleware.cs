using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ITFrame.AppHost.Control;

/// <summary>Lets a request through that carries the lab's token (RFC 6750); any other is answered 401.</summary>
internal sealed class BearerTokenMiddleware(RequestDelegate next, string token)
{
    // Digests have one length, so the comparison takes the same time whatever was sent.
    private readonly byte[] _expected = SHA256.HashData(Encoding.UTF8.GetBytes($"Bearer {token}"));

    public async Task InvokeAsync(HttpContext context)
    {
        var offered = SHA256.HashData(Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()));
        if (!CryptographicOperations.FixedTimeEquals(offered, _expected))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await Results.Problem(statusCode: StatusCodes.Status401Unauthorized, detail: "Send the lab's control token as a bearer token; the state file has it.").ExecuteAsync(context);
            return;
        }

        await next(context);
    }
}
