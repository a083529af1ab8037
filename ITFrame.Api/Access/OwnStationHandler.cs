using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Authorization;

namespace ITFrame.Api.Access;

/// <summary>Checks the path's station before the body is read.</summary>
internal sealed class OwnStationHandler(StationOwnership ownership) : AuthorizationHandler<OwnStationRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, OwnStationRequirement requirement)
    {
        if (context.User.Identity?.IsAuthenticated != true || context.Resource is not HttpContext http)
        {
            return;
        }

        // A name that is none belongs to nobody; the operation itself answers with 400.
        if (!Username.TryParse(http.Request.RouteValues["username"] as string, null, out var username)
            || await ownership.IsAllowedAsync(context.User, username.Value, http.RequestAborted))
        {
            context.Succeed(requirement);
        }
    }
}
