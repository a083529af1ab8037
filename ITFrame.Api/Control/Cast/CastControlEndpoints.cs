using ITFrame.Api.Access;
using ITFrame.Api.Builds;
using ITFrame.Api.Cast.Configuration;
using ITFrame.Api.Http;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Driver;

namespace ITFrame.Api.Control.Cast;

/// <summary>What owners set on their station.</summary>
internal static class CastControlEndpoints
{
    public static void MapCastControl(this RouteGroupBuilder control)
    {
        var cast = control.MapGroup("/cast").ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        cast.MapGet("/configuration/{username}", GetAsync).WithName("GetCastConfiguration");
        cast.MapPost("/upgrade/{username}", UpgradeAsync).WithName("UpgradeCast").ProducesProblem(StatusCodes.Status409Conflict);
        cast.MapPost("/relocate/{username}", RelocateAsync).WithName("RelocateCast");
        cast.MapGet("/directories/get-supported", () => TypedResults.Ok(Directory.Supported)).WithName("GetSupportedDirectories");
        cast.MapPost("/directories/enable/{username}", EnableDirectoryAsync).WithName("EnableDirectory").ProducesBodyProblems();
        cast.MapPost("/directories/disable/{username}", DisableDirectoryAsync).WithName("DisableDirectory").ProducesBodyProblems();
        cast.MapPut("/streams/{username}", PutStreamsAsync).WithName("PutStreams").ProducesBodyProblems();
        cast.MapPut("/geolock/{username}", PutGeolockAsync).WithName("PutGeolock").ProducesBodyProblems();
        cast.MapPut("/anti-stream-ripper/{username}", PutAntiStreamRipperAsync).WithName("PutAntiStreamRipper").ProducesBodyProblems();
        cast.MapPut("/hide-listener-count/{username}", PutHideListenerCountAsync).WithName("PutHideListenerCount").ProducesBodyProblems();
        cast.MapPut("/custom-domain/{username}", PutCustomDomainAsync).WithName("PutCustomDomain").ProducesProblem(StatusCodes.Status409Conflict).ProducesBodyProblems();
        cast.MapDelete("/custom-domain/{username}", DeleteCustomDomainAsync).WithName("DeleteCustomDomain");
        cast.MapPut("/branch/{username}", PutBranchAsync).WithName("PutBranch").ProducesBodyProblems();
    }

    private static async Task<Results<Ok<CastConfiguration>, ProblemHttpResult>> GetAsync(
        Username username, IStationRepository stations, SecretBox box, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await stations.FindLatestAsync(username.Value, cancellationToken) is not { } station)
        {
            return TypedResults.Problem(StationChanges.Missing(username), statusCode: StatusCodes.Status404NotFound);
        }

        response.SetRevision(station.Revision);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(CastConfiguration.ForOwner(station, box));
    }

    /// <summary>To the newest build of the station's branch.</summary>
    private static async Task<Results<Ok<Done>, ProblemHttpResult>> UpgradeAsync(
        Username username, IfMatch condition, IStationRepository stations, BuildRepository builds, StationChanges changes, CancellationToken cancellationToken)
    {
        if (await stations.FindLatestAsync(username.Value, cancellationToken) is not { } station)
        {
            return TypedResults.Problem(StationChanges.Missing(username), statusCode: StatusCodes.Status404NotFound);
        }

        if (await builds.FindAsync(BuildOf(station.Branch), cancellationToken) is not { } build)
        {
            return TypedResults.Problem("There is no build to upgrade to.", statusCode: StatusCodes.Status409Conflict);
        }

        return await changes.SaveAsync(username, StationChanges.Update.Set(found => found.Version!.Cast, build.Version), condition, cancellationToken);
    }

    /// <summary>Notes the wish; the mover looks for them.</summary>
    private static Task<Results<Ok<Done>, ProblemHttpResult>> RelocateAsync(
        Username username, IfMatch condition, StationChanges changes, TimeProvider time, CancellationToken cancellationToken)
        => changes.SaveAsync(
            username, StationChanges.Update.Set(station => station.RelocationRequested, time.GetUtcNow().UtcDateTime), condition, cancellationToken);

    private static async Task<Results<Ok<Done>, ProblemHttpResult>> EnableDirectoryAsync(
        Username username, DirectoryRequest request, IfMatch condition, StationChanges changes, CancellationToken cancellationToken)
        => Find(request) is { } directory
            ? await changes.SaveAsync(username, StationChanges.Update.AddToSet(station => station.Directories!.Icecast, directory.Url), condition, cancellationToken)
            : Unknown();

    private static async Task<Results<Ok<Done>, ProblemHttpResult>> DisableDirectoryAsync(
        Username username, DirectoryRequest request, IfMatch condition, StationChanges changes, CancellationToken cancellationToken)
        => Find(request) is { } directory
            ? await changes.SaveAsync(username, StationChanges.Update.Pull(station => station.Directories!.Icecast, directory.Url), condition, cancellationToken)
            : Unknown();

    private static async Task<Results<Ok<Done>, ProblemHttpResult>> PutStreamsAsync(
        Username username, IReadOnlyList<CastStream?> streams, IfMatch condition, StationChanges changes, SecretBox box, CancellationToken cancellationToken)
    {
        var errors = StreamRules.Validate(streams);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var documents = streams.Select(stream => stream!.ToDocument(box)).ToList();
        return await changes.SaveAsync(username, StationChanges.Update.Set(station => station.Streams, documents), condition, cancellationToken);
    }

    private static async Task<Results<Ok<Done>, ProblemHttpResult>> PutGeolockAsync(
        Username username, GeolockRequest request, IfMatch condition, StationChanges changes, CancellationToken cancellationToken)
    {
        var errors = request.Validate();
        return errors.Any
            ? errors.ToProblem()
            : await changes.SaveAsync(username, StationChanges.Update.Set(station => station.Geolock, request.ToGeolock()), condition, cancellationToken);
    }

    private static async Task<Results<Ok<Done>, ProblemHttpResult>> PutAntiStreamRipperAsync(
        Username username, SwitchRequest request, IfMatch condition, StationChanges changes, CancellationToken cancellationToken)
        => request.IsEnabled is { } isEnabled
            ? await changes.SaveAsync(username, StationChanges.Update.Set(station => station.AntiStreamRipper, isEnabled), condition, cancellationToken)
            : Required("isEnabled");

    private static async Task<Results<Ok<Done>, ProblemHttpResult>> PutHideListenerCountAsync(
        Username username, SwitchRequest request, IfMatch condition, StationChanges changes, CancellationToken cancellationToken)
        => request.IsEnabled is { } isEnabled
            ? await changes.SaveAsync(username, StationChanges.Update.Set(station => station.HideListenerCount, isEnabled), condition, cancellationToken)
            : Required("isEnabled");

    private static async Task<Results<Ok<Done>, ProblemHttpResult>> PutCustomDomainAsync(
        Username username, CustomDomainRequest request, IfMatch condition, IStationRepository stations, ICanonicalNames names, StationChanges changes, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (request.Domain is not { Length: <= 253 } domain || Uri.CheckHostName(domain) != UriHostNameType.Dns || !domain.Contains('.', StringComparison.Ordinal))
        {
            errors.Add("domain", "must be a domain.");
            return errors.ToProblem();
        }

        domain = domain.ToLowerInvariant();
        if (await stations.HasDomainAsync(domain, cancellationToken))
        {
            return TypedResults.Problem("A station has this domain already.", statusCode: StatusCodes.Status409Conflict);
        }

        var target = $"{username}.radioca.st";
        if (!string.Equals(await names.ResolveAsync(domain, cancellationToken), target, StringComparison.OrdinalIgnoreCase))
        {
            errors.Add("domain", $"must have a CNAME record that leads to {target}.");
            return errors.ToProblem();
        }

        return await changes.SaveAsync(username, StationChanges.Update.Set(station => station.Hostname, $"https://{domain}"), condition, cancellationToken);
    }

    private static Task<Results<Ok<Done>, ProblemHttpResult>> DeleteCustomDomainAsync(
        Username username, IfMatch condition, StationChanges changes, CancellationToken cancellationToken)
        => changes.SaveAsync(username, StationChanges.Update.Set(station => station.Hostname, $"https://{username}.radioca.st"), condition, cancellationToken);

    private static async Task<Results<Ok<Done>, ProblemHttpResult>> PutBranchAsync(
        Username username, BranchRequest request, IfMatch condition, BuildRepository builds, StationChanges changes, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        errors.RequireOneOf("branch", request.Branch, "stable", "beta");
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var update = StationChanges.Update.Set(station => station.Branch, request.Branch);
        if (await builds.FindAsync(BuildOf(request.Branch), cancellationToken) is { } build)
        {
            update = update.Set(station => station.Version!.Cast, build.Version);
        }

        return await changes.SaveAsync(username, update, condition, cancellationToken);
    }

    private static string BuildOf(string? branch) => branch == "beta" ? "Cast-beta" : "Cast";

    private static Directory? Find(DirectoryRequest request) => Directory.Supported.FirstOrDefault(directory => directory == request.Directory);

    private static ProblemHttpResult Unknown()
    {
        var errors = new FieldErrors();
        errors.Add("directory", "must be one of the supported ones.");
        return errors.ToProblem();
    }

    private static ProblemHttpResult Required(string field)
    {
        var errors = new FieldErrors();
        errors.Add(field, "is required.");
        return errors.ToProblem();
    }
}
