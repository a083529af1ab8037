using ITFrame.Api.Access;
using ITFrame.Api.Cast.Configuration;
using ITFrame.Api.Control;
using ITFrame.Api.NowPlaying;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ITFrame.Api.Apps;

/// <summary>What Apps, and the mobile apps, call.</summary>
internal static class AppInternalEndpoints
{
    private static readonly string[] AndroidAlone = [AppRequest.Android];
    private static readonly string[] IosAlone = [AppRequest.Ios];
    private static readonly string[] Both = [AppRequest.Android, AppRequest.Ios];

    public static void AddApps(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<AppRepository>();
        builder.Services.AddScoped<ServerRepository>();
        builder.Services.AddSingleton<Data.IDatabaseStep, AppIndexes>();
    }

    public static void MapAppInternals(this IEndpointRouteBuilder endpoints)
    {
        var apps = endpoints.MapGroup("/internal/apps").WithTags("Apps").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        apps.MapGet("/get-server", GetServerAsync).WithName("GetServer").ProducesProblem(StatusCodes.Status404NotFound);
        apps.MapGet("/get-stream-url/{username}", GetStreamUrlAsync).WithName("GetStreamUrl").ProducesProblem(StatusCodes.Status404NotFound);
        apps.MapGet("/get-now-playing/{username}", GetNowPlayingAsync).WithName("GetAppNowPlaying");

        var notices = apps.MapGroup("").ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict);
        notices.MapPost("/set-server", SetServerAsync).WithName("SetServer").ProducesBodyProblems();
        notices.MapPost("/notify-client-android-app-done", (AppNotice notice, ServiceTokens services, AppRepository apps, CancellationToken cancellationToken)
            => MoveAsync(notice, AndroidAlone, AppStatus.Submitted, services, apps, cancellationToken)).WithName("NotifyAndroidAppDone").ProducesBodyProblems();
        notices.MapPost("/notify-client-iOS-app-done", (AppNotice notice, ServiceTokens services, AppRepository apps, CancellationToken cancellationToken)
            => MoveAsync(notice, IosAlone, AppStatus.Submitted, services, apps, cancellationToken)).WithName("NotifyIosAppDone").ProducesBodyProblems();
        notices.MapPost("/notify-client-iOS-app-approved", (AppNotice notice, ServiceTokens services, AppRepository apps, CancellationToken cancellationToken)
            => MoveAsync(notice, IosAlone, AppStatus.Approved, services, apps, cancellationToken)).WithName("NotifyIosAppApproved").ProducesBodyProblems();
        notices.MapPost("/notify-client-app-rejected", (AppNotice notice, ServiceTokens services, AppRepository apps, CancellationToken cancellationToken)
            => MoveAsync(notice, Both, AppStatus.Rejected, services, apps, cancellationToken)).WithName("NotifyAppRejected").ProducesBodyProblems();
    }

    private static async Task<Results<Ok<ServerResponse>, ProblemHttpResult>> GetServerAsync(Username username, ServerRepository servers, CancellationToken cancellationToken)
        => await servers.FindAsync(username.Value, cancellationToken) is { } server
            ? TypedResults.Ok(new ServerResponse(server.Id.ToString(), server.Username, server.Type, server.Server))
            : TypedResults.Problem("The station's server is not known.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<StreamUrlResponse>, ProblemHttpResult>> GetStreamUrlAsync(
        Username username, IStationRepository stations, CancellationToken cancellationToken)
        => await stations.FindAsync(username.Value, cancellationToken) is { StreamUrl: { } url }
            ? TypedResults.Ok(new StreamUrlResponse(username.Value, url))
            : TypedResults.Problem($"There is no stream of '{username}'.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<Ok<AppNowPlaying>> GetNowPlayingAsync(Username username, NowPlayingList list, CancellationToken cancellationToken)
        => await list.GetLatestAsync(username.Value, 1, cancellationToken) is [var song, ..]
            ? TypedResults.Ok(new AppNowPlaying(song.Song.Trim(), song.Artist.Trim(), "Now Playing", song.Cover))
            : TypedResults.Ok(new AppNowPlaying("", "", "Now Playing", ""));

    private static async Task<Results<Ok<Done>, ProblemHttpResult>> SetServerAsync(
        AppNotice notice, ServiceTokens services, ServerRepository servers, CancellationToken cancellationToken)
    {
        if (Check(notice, services) is { } problem)
        {
            return problem;
        }

        await servers.SaveAsync(notice.Username!, notice.ServerName ?? "", cancellationToken);
        return TypedResults.Ok(new Done());
    }

    private static async Task<Results<Ok<Done>, ProblemHttpResult>> MoveAsync(
        AppNotice notice, string[] platforms, string status, ServiceTokens services, AppRepository apps, CancellationToken cancellationToken)
    {
        if (Check(notice, services) is { } problem)
        {
            return problem;
        }

        if (status == AppStatus.Rejected && string.IsNullOrWhiteSpace(notice.Reason))
        {
            var errors = new FieldErrors();
            errors.Add("reason", "is required.");
            return errors.ToProblem();
        }

        return await apps.MoveAsync(notice.Username!, platforms, status, status == AppStatus.Rejected ? notice.Reason : null, cancellationToken)
            ? TypedResults.Ok(new Done())
            : TypedResults.Problem($"The station has no app that could become {status}.", statusCode: StatusCodes.Status409Conflict);
    }

    private static ProblemHttpResult? Check(AppNotice notice, ServiceTokens services)
    {
        if (!services.IsValid(ServiceTokens.Apps, notice.Token))
        {
            return TypedResults.Problem("The token is not Apps'.", statusCode: StatusCodes.Status403Forbidden);
        }

        var errors = notice.Validate();
        return errors.Any ? errors.ToProblem() : null;
    }
}
