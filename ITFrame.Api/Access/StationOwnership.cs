using System.Security.Claims;
using ITFrame.Api.Control.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ITFrame.Api.Access;

/// <summary>Which stations a caller may touch: a user their own, a service all.</summary>
internal sealed class StationOwnership(ControlUserRepository users)
{
    public async Task<bool> IsAllowedAsync(ClaimsPrincipal caller, string username, CancellationToken cancellationToken)
        => caller.IsInRole(AccessRoles.Service)
            || (caller.Identity?.Name is { } email
                && await users.FindAsync(email, cancellationToken) is { } user
                && user.Products.Any(product => product.Username == username));

    /// <summary>For operations that are told the station in their body.</summary>
    public async Task<ProblemHttpResult?> CheckAsync(ClaimsPrincipal caller, string username, CancellationToken cancellationToken)
        => await IsAllowedAsync(caller, username, cancellationToken)
            ? null
            : TypedResults.Problem("The station is not yours.", statusCode: StatusCodes.Status403Forbidden);
}
