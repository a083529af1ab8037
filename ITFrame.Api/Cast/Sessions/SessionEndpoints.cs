using ITFrame.Api.Data;
using ITFrame.Api.Paging;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Bson;

namespace ITFrame.Api.Cast.Sessions;

/// <summary>Listeners come and go.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this RouteGroupBuilder statistics)
    {
        statistics.MapPost("/create-session", CreateAsync).WithName("CreateSession").ProducesBodyProblems();
        statistics.MapPost("/close-session", CloseAsync).WithName("CloseSession").ProducesBodyProblems();
        statistics.MapPost("/close-all-sessions", CloseAllAsync).WithName("CloseAllSessions");
        statistics.MapGet("/get-all-sessions-started-since/{since}", GetStartedSinceAsync).WithName("GetSessionsStartedSince");
        statistics.MapGet("/get-all-sessions-for-period/{start}/{end}", GetForPeriodAsync).WithName("GetSessionsForPeriod");
        statistics.MapGet("/get-all-open-sessions", GetOpenAsync).WithName("GetOpenSessions");
    }

    private static async Task<Results<Ok<SessionCreated>, ProblemHttpResult>> CreateAsync(
        Username user, CreateSessionRequest request, ListenerRepository listeners, SessionRepository sessions, HubSession session, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = request.Validate();
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var listener = request.ToListener(user.Value, time.GetUtcNow().UtcDateTime);
        var id = ObjectId.GenerateNewId();
        await session.InTransactionAsync(
            async token =>
            {
                var (listenerId, isReturning) = await listeners.SeeAsync(listener, token);
                await sessions.AddAsync(request.ToSession(id, listener, listenerId, isReturning), token);
                return true;
            },
            cancellationToken);
        return TypedResults.Ok(new SessionCreated(id.ToString()));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> CloseAsync(
        Username user, CloseSessionRequest request, SessionRepository sessions, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = request.Validate();
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        return await sessions.CloseAsync(user.Value, ObjectId.Parse(request.Uid), time.GetUtcNow().UtcDateTime, cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.Problem("There is no such session.", statusCode: StatusCodes.Status404NotFound);
    }

    private static async Task<NoContent> CloseAllAsync(Username user, SessionRepository sessions, TimeProvider time, CancellationToken cancellationToken)
    {
        await sessions.CloseAllAsync(user.Value, time.GetUtcNow().UtcDateTime, cancellationToken);
        return TypedResults.NoContent();
    }

    private static Task<Results<Ok<IEnumerable<SessionResponse>>, ProblemHttpResult>> GetStartedSinceAsync(
        Username user, Moment since, int? limit, PageCursor? before, HttpResponse response, SessionRepository sessions, ListenerRepository listeners, CancellationToken cancellationToken)
        => AnswerAsync(limit, count => sessions.FindStartedSinceAsync(user.Value, since.Time, before, count, cancellationToken), response, listeners, cancellationToken);

    private static Task<Results<Ok<IEnumerable<SessionResponse>>, ProblemHttpResult>> GetForPeriodAsync(
        Username user, Moment start, Moment end, int? limit, PageCursor? before, HttpResponse response, SessionRepository sessions, ListenerRepository listeners, CancellationToken cancellationToken)
        => AnswerAsync(limit, count => sessions.FindForPeriodAsync(user.Value, start.Time, end.Time, before, count, cancellationToken), response, listeners, cancellationToken);

    private static Task<Results<Ok<IEnumerable<SessionResponse>>, ProblemHttpResult>> GetOpenAsync(
        Username user, int? limit, PageCursor? before, HttpResponse response, SessionRepository sessions, ListenerRepository listeners, CancellationToken cancellationToken)
        => AnswerAsync(limit, count => sessions.FindOpenAsync(user.Value, before, count, cancellationToken), response, listeners, cancellationToken);

    private static async Task<Results<Ok<IEnumerable<SessionResponse>>, ProblemHttpResult>> AnswerAsync(
        int? limit, Func<int, Task<IReadOnlyList<SessionDocument>>> find, HttpResponse response, ListenerRepository listeners, CancellationToken cancellationToken)
    {
        if (PageLimit.Check(limit) is { } problem)
        {
            return problem;
        }

        var count = limit ?? PageLimit.Max;
        var page = await find(count);
        if (page.Count == count)
        {
            response.SetNext(count, new PageCursor(page[^1].StartTime, page[^1].Id));
        }

        var known = await listeners.FindAsync(page.Select(session => session.ListenerId), cancellationToken);
        return TypedResults.Ok(page.Select(session => SessionResponse.From(session, known.GetValueOrDefault(session.ListenerId))));
    }
}
