using System.Security.Claims;
using ITFrame.ServiceDefaults.Health;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;

namespace ITFrame.Console.Login;

/// <summary>
/// Whoever has the URL that the lab prints may use the console: <c>/login?t=TOKEN</c> turns the token into a cookie.
/// Everything that does not say otherwise needs that cookie.
/// </summary>
internal static class LoginExtensions
{
    public const string Path = "/login";

    public static void AddLogin(this IServiceCollection services)
    {
        services.AddSingleton<LoginToken>();
        // Keys live as long as the process: a lab leaves nothing behind, and a later lab must not accept this one's cookies.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            options.Cookie.Name = "itframe-console";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Events.OnRedirectToLogin = context => UnauthorizedPage.WriteAsync(context.HttpContext, "You are not logged in.");
            options.Events.OnRedirectToAccessDenied = options.Events.OnRedirectToLogin;
        });
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(IsAllowed).Build());
    }

    public static void MapLogin(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet(Path, LoginAsync).AllowAnonymous();

    // The orchestrator asks for health without a login, at endpoints that are mapped elsewhere for all services alike.
    private static bool IsAllowed(AuthorizationHandlerContext context)
        => context.User.Identity?.IsAuthenticated == true
            || (context.Resource is HttpContext http && http.Request.Path.Value is HealthPaths.Live or HealthPaths.Ready);

    private static async Task LoginAsync(HttpContext context, LoginToken token, string? t)
    {
        if (!token.Matches(t))
        {
            await UnauthorizedPage.WriteAsync(context, t is null ? "This address lacks its token." : "The token in this address is not this console's.");
            return;
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, "lab")], CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity));
        context.Response.Redirect("/");
    }
}
