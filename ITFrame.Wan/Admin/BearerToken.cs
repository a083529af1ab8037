using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ITFrame.Wan.Admin;

/// <summary>Lets in those who know the token, compared in constant time.</summary>
internal sealed class BearerToken(WanOptions options) : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    private readonly byte[] _expected = Encoding.UTF8.GetBytes(options.Token);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        => IsValid(context.HttpContext.Request.Headers.Authorization.ToString())
            ? await next(context)
            : Unauthorized(context.HttpContext);

    private bool IsValid(string authorization)
        => authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim()), _expected);

    private static ProblemHttpResult Unauthorized(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return TypedResults.Problem("Send the token as 'Authorization: Bearer ...'.", statusCode: StatusCodes.Status401Unauthorized);
    }
}
