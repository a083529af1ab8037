using ITFrame.Api.Access;
using ITFrame.Api.Apps;
using ITFrame.Api.Control.Cast;
using ITFrame.Api.Control.Dj;
using ITFrame.Api.Control.Support;
using ITFrame.Api.Control.Tokens;
using ITFrame.Api.Control.Users;
using ITFrame.Api.TuneIn;
using ITFrame.Api.Tunes;

namespace ITFrame.Api.Control;

/// <summary>What the customer panel calls.</summary>
internal static class ControlEndpoints
{
    public static void MapControl(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapAuthentication();

        var control = endpoints.MapGroup("/control")
            .WithTags("Control")
            .RequireAuthorization(AccessPolicies.Control)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        control.MapTokens();
        control.MapUsers();
        control.MapPlayerControl();
        control.MapCastControl();
        control.MapDjControl();
        control.MapTunes();
        control.MapNoCover();
        control.MapAppControl();
        control.MapTuneInControl();
        control.MapSupport();
    }
}
