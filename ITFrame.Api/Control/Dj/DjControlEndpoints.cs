using ITFrame.Api.Cast.Configuration;
using ITFrame.Api.Control.Cast;
using ITFrame.Api.Data;
using ITFrame.Api.Dj.Clocks;
using ITFrame.Api.Dj.Intervals;
using ITFrame.Api.Dj.Queue;
using ITFrame.Api.Dj.Tags;
using ITFrame.Api.Http;
using ITFrame.Api.Tunes;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Bson;
using MongoDB.Driver;
using Tag = ITFrame.Api.Dj.Tags.Tag;

namespace ITFrame.Api.Control.Dj;

/// <summary>What owners tell their auto-DJ.</summary>
internal static class DjControlEndpoints
{
    public const int MaxClocks = 200;

    public static void MapDjControl(this RouteGroupBuilder control)
    {
        var dj = control.MapGroup("/cast/dj").WithTags("DJ").ProducesProblem(StatusCodes.Status404NotFound);
        dj.MapPost("/settings/{username}", SaveSettingsAsync).WithName("SaveDjSettings").ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesBodyProblems();
        dj.MapGet("/queue/{username}", GetQueueAsync).WithName("GetDjQueue");
        dj.MapPost("/skip/{username}", SkipAsync).WithName("SkipSong");
        dj.MapGet("/clocks/{username}", GetClocksAsync).WithName("GetClocks");
        dj.MapPut("/clocks/{username}", PutClocksAsync).WithName("PutClocks").ProducesBodyProblems();
        dj.MapGet("/intervals/{username}", GetIntervalsAsync).WithName("GetIntervals");
        dj.MapPut("/intervals/{username}", AddIntervalAsync).WithName("AddInterval").ProducesProblem(StatusCodes.Status409Conflict).ProducesBodyProblems();
        dj.MapPost("/intervals/{username}/{id}", ChangeIntervalAsync).WithName("ChangeInterval").ProducesBodyProblems();
        dj.MapDelete("/intervals/{username}/{id}", DeleteIntervalAsync).WithName("DeleteInterval");
        dj.MapGet("/tags/{username}", GetTagsAsync).WithName("GetTags");
        dj.MapPut("/tags/{username}", AddTagAsync).WithName("AddTag").ProducesProblem(StatusCodes.Status409Conflict).ProducesBodyProblems();
        dj.MapPost("/tags/{username}/{id}", ChangeTagAsync).WithName("ChangeTag").ProducesBodyProblems();
        dj.MapDelete("/tags/{username}/{id}", DeleteTagAsync).WithName("DeleteTag").ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>The DJ starts only when it always knows what to play.</summary>
    private static async Task<Results<Ok<Done>, ProblemHttpResult>> SaveSettingsAsync(
        Username username, DjSettingsRequest request, IfMatch condition, ClockRepository clocks, TuneRepository tunes, StationChanges changes, CancellationToken cancellationToken)
    {
        var errors = request.Validate();
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (request.Enabled == true)
        {
            var all = await clocks.FindAsync(username.Value, cancellationToken);
            if (ClockCoverage.FindGaps(all.Select(clock => (clock.Start.ToMinute(), clock.End.ToMinute()))) is { Count: > 0 } gaps)
            {
                return Gaps(gaps);
            }

            foreach (var tag in all.SelectMany(clock => clock.Tags).Select(tag => tag.Tag).Distinct())
            {
                if ((await tunes.FindByTagAsync(username.Value, tag, 1, cancellationToken)).Count == 0)
                {
                    errors.Add("enabled", $"needs a song with the tag {tag}, which a clock plays.");
                    return errors.ToProblem();
                }
            }
        }

        var update = StationChanges.Update
            .Set(station => station.Dj, new DjSettings { Enabled = request.Enabled ?? false, FadeLength = request.FadeLength ?? 0 })
            .Set(station => station.Name, request.Name ?? "Unknown")
            .Set(station => station.Genre, request.Genre ?? "Misc");
        if (request.Timezone is { Length: > 0 } zone)
        {
            update = update.Set(station => station.Timezone, zone);
        }

        return await changes.SaveAsync(username, update, condition, cancellationToken);
    }

    private static async Task<Ok<IReadOnlyList<Tune>>> GetQueueAsync(
        Username username, DjStateRepository states, TuneRepository tunes, TuneReader reader, CancellationToken cancellationToken)
    {
        var queue = (await states.FindAsync(username.Value, cancellationToken))?.Queue ?? [];
        var found = queue.Count > 0 ? await tunes.FindAsync(username.Value, queue, cancellationToken) : [];
        var songs = (await reader.ReadAsync(username.Value, found, isForDj: false, cancellationToken)).ToDictionary(song => song.Id);
        return TypedResults.Ok<IReadOnlyList<Tune>>([.. queue.Select(id => songs.GetValueOrDefault(id.ToString())).OfType<Tune>()]);
    }

    private static async Task<Ok<StatusOk>> SkipAsync(Username username, DjStateRepository states, CancellationToken cancellationToken)
    {
        await states.SkipAsync(username.Value, cancellationToken);
        return TypedResults.Ok(new StatusOk());
    }

    private static async Task<Ok<IEnumerable<Clock>>> GetClocksAsync(Username username, ClockRepository clocks, CancellationToken cancellationToken)
        => TypedResults.Ok((await clocks.FindAsync(username.Value, cancellationToken)).Select(Clock.From));

    private static async Task<Results<Ok<StatusOk>, ProblemHttpResult>> PutClocksAsync(
        Username username, IReadOnlyList<Clock?> clocks, ClockRepository repository, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (clocks.Count > MaxClocks)
        {
            errors.Add("clocks", $"must not be more than {MaxClocks}.");
            return errors.ToProblem();
        }

        foreach (var (index, clock) in clocks.Index())
        {
            Clock.Validate(errors, $"[{index}]", clock);
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (ClockCoverage.FindGaps(clocks.Select(clock => (clock!.Start!.ToMinute(), clock.End!.ToMinute()))) is { Count: > 0 } gaps)
        {
            return Gaps(gaps);
        }

        await repository.ReplaceAsync(username.Value, [.. clocks.Select(clock => clock!.ToDocument(username.Value))], cancellationToken);
        return TypedResults.Ok(new StatusOk());
    }

    private static async Task<Ok<IReadOnlyList<Interval>>> GetIntervalsAsync(
        Username username, IntervalRepository intervals, IntervalReader reader, CancellationToken cancellationToken)
        => TypedResults.Ok(await reader.ReadAsync(username.Value, await intervals.FindAsync(username.Value, cancellationToken), isForDj: false, cancellationToken));

    private static async Task<Results<Ok<Interval>, ProblemHttpResult>> AddIntervalAsync(
        Username username, IntervalRequest request, IntervalRepository intervals, IntervalReader reader, CancellationToken cancellationToken)
    {
        var errors = request.Validate();
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if ((await intervals.FindAsync(username.Value, cancellationToken)).Count >= IntervalRepository.MaxIntervals)
        {
            return TypedResults.Problem("There are too many intervals already.", statusCode: StatusCodes.Status409Conflict);
        }

        var interval = request.ToDocument(ObjectId.GenerateNewId(), username.Value);
        await intervals.AddAsync(interval, cancellationToken);
        return TypedResults.Ok((await reader.ReadAsync(username.Value, [interval], isForDj: false, cancellationToken))[0]);
    }

    private static async Task<Results<Ok<StatusOk>, ProblemHttpResult>> ChangeIntervalAsync(
        Username username, string id, IntervalRequest request, IntervalRepository intervals, CancellationToken cancellationToken)
    {
        var errors = request.Validate();
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        return ObjectId.TryParse(id, out var interval) && await intervals.ReplaceAsync(request.ToDocument(interval, username.Value), cancellationToken)
            ? TypedResults.Ok(new StatusOk())
            : Missing("interval");
    }

    private static async Task<Results<Ok<StatusOk>, ProblemHttpResult>> DeleteIntervalAsync(
        Username username, string id, IntervalRepository intervals, CancellationToken cancellationToken)
        => ObjectId.TryParse(id, out var interval) && await intervals.DeleteAsync(username.Value, interval, cancellationToken)
            ? TypedResults.Ok(new StatusOk())
            : Missing("interval");

    private static async Task<Ok<IEnumerable<Tag>>> GetTagsAsync(Username username, TagRepository tags, CancellationToken cancellationToken)
        => TypedResults.Ok((await tags.FindAsync(username.Value, cancellationToken)).Select(Tag.From));

    private static async Task<Results<Ok<Tag>, ProblemHttpResult>> AddTagAsync(
        Username username, Tag tag, TagRepository tags, CancellationToken cancellationToken)
    {
        var errors = tag.Validate();
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if ((await tags.FindAsync(username.Value, cancellationToken)).Count >= TagRepository.MaxTags)
        {
            return TypedResults.Problem("There are too many tags already.", statusCode: StatusCodes.Status409Conflict);
        }

        var added = new TagDocument { Id = ObjectId.GenerateNewId(), Username = username.Value, Name = tag.Name!, Color = tag.Color };
        await tags.AddAsync(added, cancellationToken);
        return TypedResults.Ok(Tag.From(added));
    }

    private static async Task<Results<Ok<StatusOk>, ProblemHttpResult>> ChangeTagAsync(
        Username username, string id, Tag tag, TagRepository tags, CancellationToken cancellationToken)
    {
        var errors = tag.Validate();
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        return ObjectId.TryParse(id, out var changed) && await tags.ChangeAsync(username.Value, changed, tag.Name!, tag.Color, cancellationToken)
            ? TypedResults.Ok(new StatusOk())
            : Missing("tag");
    }

    /// <summary>Takes the tag from its songs too: all of it or nothing.</summary>
    private static async Task<Results<Ok<StatusOk>, ProblemHttpResult>> DeleteTagAsync(
        Username username, string id, TagRepository tags, TuneRepository tunes, ClockRepository clocks, HubSession session, CancellationToken cancellationToken)
    {
        if (!ObjectId.TryParse(id, out var tag))
        {
            return Missing("tag");
        }

        return await session.InTransactionAsync<Results<Ok<StatusOk>, ProblemHttpResult>>(
            async token =>
            {
                if (await clocks.UsesTagAsync(username.Value, tag, token))
                {
                    return TypedResults.Problem("A clock plays songs with this tag.", statusCode: StatusCodes.Status409Conflict);
                }

                if (!await tags.DeleteAsync(username.Value, tag, token))
                {
                    return Missing("tag");
                }

                await tunes.RemoveTagAsync(username.Value, tag, token);
                return TypedResults.Ok(new StatusOk());
            },
            cancellationToken);
    }

    private static ProblemHttpResult Gaps(IReadOnlyList<ClockGap> gaps)
        => TypedResults.Problem(
            "The clocks do not cover the whole week.",
            statusCode: StatusCodes.Status422UnprocessableEntity,
            extensions: [new KeyValuePair<string, object?>("gaps", gaps)]);

    private static ProblemHttpResult Missing(string what) => TypedResults.Problem($"There is no such {what}.", statusCode: StatusCodes.Status404NotFound);
}
