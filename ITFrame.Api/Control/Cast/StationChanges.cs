using ITFrame.Api.Cast.Configuration;
using ITFrame.Api.Http;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Driver;

namespace ITFrame.Api.Control.Cast;

/// <summary>What all changes of a station's configuration have in common.</summary>
internal sealed class StationChanges(IStationRepository stations, IHttpContextAccessor accessor)
{
    public static UpdateDefinitionBuilder<StationDocument> Update => Builders<StationDocument>.Update;

    public async Task<Results<Ok<Done>, ProblemHttpResult>> SaveAsync(
        Username username, UpdateDefinition<StationDocument> update, IfMatch condition, CancellationToken cancellationToken)
    {
        var saved = await stations.ChangeAsync(username.Value, update, condition, cancellationToken);
        return saved.ToProblem(accessor.HttpContext!.Response, Missing(username)) is { } problem ? problem : TypedResults.Ok(new Done());
    }

    public static string Missing(Username username) => $"There is no station '{username}'.";
}
