using ITFrame.Api.Access;
using ITFrame.Api.Cast.Configuration;
using ITFrame.Api.Control;
using ITFrame.Api.Data;
using ITFrame.Api.Http;
using ITFrame.Api.Outbox;
using ITFrame.Api.Player;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace ITFrame.Api.TuneIn;

internal static class TuneInEndpoints
{
    public static void AddTuneIn(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<ITuneInRepository, TuneInRepository>();
        builder.Services.AddSingleton<IDatabaseStep, TuneInIndexes>();
        builder.Services.AddSingleton<IOutboxHandler, TuneInHandler>();
        builder.Services.AddHttpClient<ITuneInAir, TuneInAir>((services, http) =>
        {
            http.BaseAddress = services.GetRequiredService<IOptions<ApiOptions>>().Value.TuneInUrl;
            http.Timeout = TuneInAir.Timeout;
            http.DefaultRequestHeaders.UserAgent.ParseAdd("ITFrame");
        });
    }

    public static void MapTuneIn(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/tunein/{username}", GetStreamUrlAsync)
            .WithTags("TuneIn")
            .WithName("TuneIn")
            .RequireCors(PlayerExtensions.CorsPolicy)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    public static void MapTuneInControl(this RouteGroupBuilder control)
    {
        var settings = control.MapGroup("/tunein-air-integration/settings/{username}").WithTags("TuneIn").ProducesProblem(StatusCodes.Status404NotFound);
        settings.MapGet("", GetSettingsAsync).WithName("GetTuneInSettings");
        settings.MapPut("", PutSettingsAsync).WithName("PutTuneInSettings").ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesBodyProblems();
        settings.MapDelete("", DeleteSettingsAsync).WithName("DeleteTuneInSettings").ProducesProblem(StatusCodes.Status412PreconditionFailed);
    }

    private static async Task<Results<Ok<TuneInStream>, ProblemHttpResult>> GetStreamUrlAsync(
        Username username, IStationRepository stations, CancellationToken cancellationToken)
        => await stations.FindAsync(username.Value, cancellationToken) is { StreamUrl: { } url }
            ? TypedResults.Ok(new TuneInStream(url))
            : TypedResults.Problem($"There is no stream of '{username}'.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<TuneInSettings>, ProblemHttpResult>> GetSettingsAsync(
        Username username, ITuneInRepository repository, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await repository.FindLatestAsync(username.Value, cancellationToken) is not { } settings)
        {
            return TypedResults.Problem(Missing(username), statusCode: StatusCodes.Status404NotFound);
        }

        response.SetRevision(settings.Revision);
        return TypedResults.Ok(TuneInSettings.From(settings));
    }

    /// <summary>Tries the settings before it saves them. Settings that cannot be tried because TuneIn is out of reach are saved.</summary>
    private static async Task<Results<Ok<Done>, ProblemHttpResult>> PutSettingsAsync(
        Username username, TuneInSettings settings, IfMatch condition, ITuneInRepository repository, ITuneInAir air, SecretBox box, HttpResponse response, CancellationToken cancellationToken)
    {
        var errors = settings.Validate(username);
        var present = await repository.FindLatestAsync(username.Value, cancellationToken);
        var key = settings.PartnerKey is { Length: > 0 } ? settings.PartnerKey : box.Open(present?.SealedPartnerKey);
        if (key is null)
        {
            errors.Add("partnerKey", "is required.");
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var document = new TuneInDocument
        {
            Username = username.Value,
            StationId = settings.StationId!,
            PartnerId = settings.PartnerId!,
            SealedPartnerKey = box.Seal(key!),
            IsEnabled = settings.IsEnabled ?? false,
        };
        if (!await IsPlausibleAsync(document, key!, air, cancellationToken))
        {
            errors.Add("partnerKey", "is refused by TuneIn, or the station or partner is.");
            return errors.ToProblem();
        }

        var saved = await repository.SaveAsync(document, condition, cancellationToken);
        return saved.ToProblem(response, Missing(username)) is { } problem ? problem : TypedResults.Ok(new Done());
    }

    private static async Task<Results<Ok<Done>, ProblemHttpResult>> DeleteSettingsAsync(
        Username username, IfMatch condition, ITuneInRepository repository, HttpResponse response, CancellationToken cancellationToken)
    {
        var deleted = await repository.DeleteAsync(username.Value, condition, cancellationToken);
        return deleted.ToProblem(response, Missing(username)) is { } problem ? problem : TypedResults.Ok(new Done());
    }

    private static async Task<bool> IsPlausibleAsync(TuneInDocument settings, string key, ITuneInAir air, CancellationToken cancellationToken)
    {
        try
        {
            return await air.ReportAsync(settings, key, "Test title", "Now Playing Integration", cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }

    private static string Missing(Username username) => $"'{username}' does not report to TuneIn.";
}
