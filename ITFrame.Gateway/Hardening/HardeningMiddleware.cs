using ITFrame.Gateway.Errors;
using ITFrame.Gateway.Peering;

namespace ITFrame.Gateway.Hardening;

internal sealed class HardeningMiddleware(RequestDelegate next, PeerListener listener)
{
    public Task InvokeAsync(HttpContext context)
    {
        var isHttp1 = !HttpProtocol.IsHttp2(context.Request.Protocol) && !HttpProtocol.IsHttp3(context.Request.Protocol);
        if (RequestFaults.Find(context.Request) is { } fault)
        {
            return RefuseAsync(context, StatusCodes.Status400BadRequest, fault, isHttp1);
        }

        if (isHttp1 && HttpMethods.IsConnect(context.Request.Method))
        {
            // The gateway is no tunnel. In HTTP/2 the method opens WebSockets (RFC 8441).
            context.Response.Headers.Allow = "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE";
            return RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, detail: null, isHttp1);
        }

        if (!listener.Accepted(context))
        {
            ClientClaims.Remove(context.Request.Headers);
        }

        return next(context);
    }

    private static Task RefuseAsync(HttpContext context, int status, string? detail, bool isHttp1)
    {
        if (isHttp1)
        {
            // The client and the gateway may not agree on where the next request on this connection begins.
            context.Response.Headers.Connection = "close";
        }

        return GatewayProblem.WriteAsync(context, status, detail);
    }
}
