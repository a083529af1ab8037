using System.Security.Claims;
using ITFrame.Api.Access;
using ITFrame.Api.Cast.Configuration;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace ITFrame.Api.Control.Users;

internal static class UserEndpoints
{
    public static void MapUsers(this RouteGroupBuilder control)
    {
        control.MapGet("/user-info", GetUserInfoAsync).WithName("GetUserInfo").ProducesProblem(StatusCodes.Status404NotFound);
        control.MapGet("/products", GetProductsAsync).WithName("GetProducts").ProducesProblem(StatusCodes.Status404NotFound);
        control.MapPut("/users/{email}", SaveUserAsync).WithName("SaveUser").RequireAuthorization(AccessPolicies.Service).ProducesBodyProblems();
        control.MapPut("/stations/{username}", AddStationAsync)
            .WithName("AddStation")
            .RequireAuthorization(AccessPolicies.Service);
    }

    private static async Task<Results<Ok<UserInfo>, ProblemHttpResult>> GetUserInfoAsync(
        ClaimsPrincipal caller, ControlUserRepository users, CancellationToken cancellationToken)
        => await users.FindAsync(caller.Identity!.Name!, cancellationToken) is { } user ? TypedResults.Ok(UserInfo.From(user)) : NoUser();

    private static async Task<Results<Ok<List<Product>>, ProblemHttpResult>> GetProductsAsync(
        ClaimsPrincipal caller, ControlUserRepository users, IStationRepository stations, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(caller.Identity!.Name!, cancellationToken) is not { } user)
        {
            return NoUser();
        }

        var streams = await stations.FindStreamUrlsAsync(user.Products.Select(product => product.Username), cancellationToken);
        return TypedResults.Ok(user.Products.Select(product => Product.From(product, streams.GetValueOrDefault(product.Username))).ToList());
    }

    /// <summary>For the shop: makes or changes a customer.</summary>
    private static async Task<Results<Ok<Done>, ProblemHttpResult>> SaveUserAsync(
        string email, SaveUserRequest request, ControlUserRepository users, IPasswordHasher<ControlUserDocument> hasher, CancellationToken cancellationToken)
    {
        var errors = request.Validate(email);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        await users.SaveAsync(request.ToDocument(email, hasher), cancellationToken);
        return TypedResults.Ok(new Done());
    }

    /// <summary>For the shop: makes a station's configuration where there is none.</summary>
    private static async Task<Results<Ok<Done>, ProblemHttpResult>> AddStationAsync(
        Username username, IStationRepository stations, StationFactory factory, CancellationToken cancellationToken)
    {
        var counts = await stations.CountByPortAsync(cancellationToken);
        var port = StationFactory.ShoutCastPorts.MinBy(port => counts.GetValueOrDefault(port));
        await stations.AddAsync(factory.Create(username.Value, port), cancellationToken);
        return TypedResults.Ok(new Done());
    }

    private static ProblemHttpResult NoUser()
        => TypedResults.Problem("The caller is no user.", statusCode: StatusCodes.Status404NotFound);
}
