namespace ITFrame.Gateway.Errors;

internal static class ErrorExtensions
{
    public static void AddErrors(this WebApplicationBuilder builder) => builder.Services.AddProblemDetails();

    /// <summary>Gives every error that the gateway itself answers a body (RFC 9457).</summary>
    public static void UseErrors(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => GatewayProblem.WriteAsync(context.HttpContext, context.HttpContext.Response.StatusCode));
    }
}
