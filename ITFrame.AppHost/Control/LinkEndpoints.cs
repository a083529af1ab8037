using ITFrame.AppHost.Network;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ITFrame.AppHost.Control;

internal static class LinkEndpoints
{
    /// <summary>Passes requests about links on to the WAN, so that tools need one address and one token.</summary>
    public static void MapLinks(this IEndpointRouteBuilder endpoints, WanAdmin wan)
    {
        endpoints.MapGet("/links", context => ForwardAsync(context, wan));
        endpoints.MapPut("/links/{a}/{b}", context => ForwardAsync(context, wan));
        endpoints.MapPost("/links/{a}/{b}/reset", context => ForwardAsync(context, wan));
    }

    public static async Task ForwardAsync(HttpContext context, WanAdmin wan, HttpMethod method, string path, Stream? body)
    {
        try
        {
            using var answer = await wan.ForwardAsync(method, path, body, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (HttpRequestException exception)
        {
            await Results.Problem(statusCode: StatusCodes.Status502BadGateway, detail: $"The WAN does not answer: {exception.Message}").ExecuteAsync(context);
        }
    }

    private static Task ForwardAsync(HttpContext context, WanAdmin wan)
        => ForwardAsync(
            context,
            wan,
            new HttpMethod(context.Request.Method),
            context.Request.Path.Value!.TrimStart('/'),
            HttpMethods.IsPut(context.Request.Method) ? context.Request.Body : null);
}
