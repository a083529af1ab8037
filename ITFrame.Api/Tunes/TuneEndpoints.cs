using System.Security.Claims;
using System.Text.Json;
using ITFrame.Api.Access;
using ITFrame.Api.Control;
using ITFrame.Api.Files;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Api.Tunes;

/// <summary>An owner's own music.</summary>
internal static class TuneEndpoints
{
    public const int MaxPageSize = 500;
    public const int MaxTags = 50;

    private const int DefaultPageSize = 100;
    private const int MaxFound = 100;
    private const int MaxPages = 10_000;

    public static void MapTunes(this RouteGroupBuilder control)
    {
        var tunes = control.MapGroup("/cast/tunes").WithTags("Tunes").ProducesProblem(StatusCodes.Status404NotFound);
        tunes.MapPost("/upload", UploadAsync).WithName("UploadTune").TakesUpload(FileStore.MaxTuneBytes);
        tunes.MapGet("/get-songs-pages/{username}", GetPageCountAsync).WithName("GetTunePages");
        tunes.MapGet("/get-songs/{username}/{sortby}/{page}", GetPageAsync).WithName("GetTunes");
        tunes.MapGet("/get-song-count/{username}", GetCountAsync).WithName("GetTuneCount");
        tunes.MapGet("/search/{username}", SearchAsync).WithName("SearchTunes");
        tunes.MapGet("/song/{username}/{song}", GetAsync).WithName("GetTune");
        tunes.MapPost("/song/{username}/{song}", ChangeAsync).WithName("ChangeTune").ProducesBodyProblems();
        tunes.MapDelete("/song/{username}/{song}", DeleteAsync).WithName("DeleteTune");
        tunes.MapPost("/set-tags/{username}/{song}", SetTagsAsync).WithName("SetTuneTags").ProducesBodyProblems();
        tunes.MapPost("/update-artwork/{song}", UpdateArtworkAsync).WithName("UpdateTuneArtwork").TakesUpload(FileStore.MaxImageBytes);
        control.MapPost("/tunes/update-default-artwork/{username}", UpdateDefaultArtworkAsync)
            .WithTags("Tunes").WithName("UpdateDefaultArtwork").TakesUpload(FileStore.MaxImageBytes);
    }

    private static async Task<Results<Ok<TuneUploaded>, ProblemHttpResult>> UploadAsync(
        IFormFile? song, [FromForm] string? username, [FromForm] string? tags, ClaimsPrincipal caller, StationOwnership ownership,
        FileStore files, TuneRepository tunes, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        errors.RequireUsername("username", username);
        if (!TryReadTags(tags, out var ids))
        {
            errors.Add("tags", $"must be a JSON array of at most {MaxTags} identifiers.");
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (await ownership.CheckAsync(caller, username!, cancellationToken) is { } forbidden)
        {
            return forbidden;
        }

        var (type, problem) = await Upload.CheckAsync(song, "song", FileStore.MaxTuneBytes, head => FileKind.OfAudio(head), cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        await using var content = song!.OpenReadStream();
        var file = await files.AddAsync(FileStore.Tunes, username!, content, type!, cancellationToken);
        var name = new string([.. song.FileName.Where(character => !char.IsControl(character)).Take(TuneChange.MaxTextLength)]);
        var tune = new TuneDocument
        {
            Id = ObjectId.GenerateNewId(),
            Type = TuneDocument.SongType,
            Username = username!,
            Song = name,
            FileId = file,
            Tags = ids,
            Available = true,
            Size = song.Length,
            DateAdded = time.GetUtcNow().UtcDateTime,
        };
        try
        {
            await tunes.AddAsync(tune, cancellationToken);
        }
        catch (MongoWriteException)
        {
            await files.DeleteAsync(FileStore.Tunes, file, cancellationToken);
            throw;
        }

        return TypedResults.Ok(new TuneUploaded(tune.Id.ToString()));
    }

    private static async Task<Results<Ok<long>, ProblemHttpResult>> GetPageCountAsync(
        Username username, int? limit, TuneRepository tunes, CancellationToken cancellationToken)
    {
        var size = limit ?? DefaultPageSize;
        return size is < 1 or > MaxPageSize
            ? BadPage()
            : TypedResults.Ok((await tunes.CountAsync(username.Value, cancellationToken) + size - 1) / size);
    }

    private static async Task<Results<Ok<IReadOnlyList<Tune>>, ProblemHttpResult>> GetPageAsync(
        Username username, TuneSorting sortby, int page, int? limit, TuneRepository tunes, TuneReader reader, CancellationToken cancellationToken)
    {
        var size = limit ?? DefaultPageSize;
        return page is < 1 or > MaxPages || size is < 1 or > MaxPageSize
            ? BadPage()
            : TypedResults.Ok(await reader.ReadAsync(
                username.Value, await tunes.FindPageAsync(username.Value, sortby, page, size, cancellationToken), isForDj: false, cancellationToken));
    }

    private static async Task<Ok<TuneCount>> GetCountAsync(Username username, TuneRepository tunes, CancellationToken cancellationToken)
        => TypedResults.Ok(new TuneCount(await tunes.CountAsync(username.Value, cancellationToken)));

    private static async Task<Results<Ok<IReadOnlyList<Tune>>, ProblemHttpResult>> SearchAsync(
        Username username, string? term, TuneRepository tunes, TuneReader reader, CancellationToken cancellationToken)
        => term is not { Length: > 0 and <= 128 }
            ? TypedResults.Problem("term must have 1 to 128 characters.", statusCode: StatusCodes.Status400BadRequest)
            : TypedResults.Ok(await reader.ReadAsync(
                username.Value, await tunes.SearchAsync(username.Value, term, MaxFound, cancellationToken), isForDj: false, cancellationToken));

    private static async Task<Results<Ok<Tune>, ProblemHttpResult>> GetAsync(
        Username username, string song, TuneRepository tunes, TuneReader reader, CancellationToken cancellationToken)
        => ObjectId.TryParse(song, out var id) && await tunes.FindAsync(username.Value, id, cancellationToken) is { } tune
            ? TypedResults.Ok((await reader.ReadAsync(username.Value, [tune], isForDj: false, cancellationToken))[0])
            : NoSong();

    private static async Task<Results<Ok<Done>, ProblemHttpResult>> ChangeAsync(
        Username username, string song, TuneChange change, TuneRepository tunes, CancellationToken cancellationToken)
    {
        var errors = change.Validate();
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (!ObjectId.TryParse(song, out var id) || await tunes.FindAsync(username.Value, id, cancellationToken) is null)
        {
            return NoSong();
        }

        return change == new TuneChange() || await tunes.ChangeAsync(username.Value, id, change.ToUpdate(), cancellationToken)
            ? TypedResults.Ok(new Done())
            : NoSong();
    }

    private static async Task<Results<Ok<Done>, ProblemHttpResult>> DeleteAsync(
        Username username, string song, TuneRepository tunes, FileStore files, CancellationToken cancellationToken)
    {
        if (!ObjectId.TryParse(song, out var id) || await tunes.DeleteAsync(username.Value, id, cancellationToken) is not { } deleted)
        {
            return NoSong();
        }

        if (deleted.FileId is { } file)
        {
            await files.DeleteAsync(FileStore.Tunes, file, cancellationToken);
        }

        return TypedResults.Ok(new Done());
    }

    private static async Task<Results<Ok<Done>, ProblemHttpResult>> SetTagsAsync(
        Username username, string song, IReadOnlyList<string?> tags, TuneRepository tunes, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (tags.Count > MaxTags || tags.Any(tag => !ObjectId.TryParse(tag, out _)))
        {
            errors.Add("tags", $"must be at most {MaxTags} identifiers.");
            return errors.ToProblem();
        }

        var ids = tags.Select(tag => ObjectId.Parse(tag)).Distinct().ToList();
        return ObjectId.TryParse(song, out var id)
            && await tunes.ChangeAsync(username.Value, id, Builders<TuneDocument>.Update.Set(tune => tune.Tags, ids), cancellationToken)
            ? TypedResults.Ok(new Done())
            : NoSong();
    }

    private static async Task<Results<Ok<Done>, ProblemHttpResult>> UpdateArtworkAsync(
        string song, IFormFile? image, [FromForm] string? username, ClaimsPrincipal caller, StationOwnership ownership, ImageStore images, TuneRepository tunes, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        errors.RequireUsername("username", username);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (await ownership.CheckAsync(caller, username!, cancellationToken) is { } forbidden)
        {
            return forbidden;
        }

        if (!ObjectId.TryParse(song, out var id) || await tunes.FindAsync(username!, id, cancellationToken) is null)
        {
            return NoSong();
        }

        var (link, problem) = await images.AddAsync(image, "image", username!, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        return await tunes.ChangeAsync(username!, id, Builders<TuneDocument>.Update.Set(tune => tune.Artwork, link!.Link), cancellationToken)
            ? TypedResults.Ok(new Done())
            : NoSong();
    }

    private static async Task<Results<Ok<ImageLink>, ProblemHttpResult>> UpdateDefaultArtworkAsync(
        Username username, IFormFile? image, ImageStore images, TuneRepository tunes, TimeProvider time, CancellationToken cancellationToken)
    {
        var (link, problem) = await images.AddAsync(image, "image", username.Value, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        await tunes.SetDefaultArtworkAsync(username.Value, link!.Link, time.GetUtcNow().UtcDateTime, cancellationToken);
        return TypedResults.Ok(link);
    }

    private static bool TryReadTags(string? text, out List<ObjectId> ids)
    {
        ids = [];
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        try
        {
            var tags = JsonSerializer.Deserialize<string?[]>(text) ?? [];
            ids.AddRange(tags.Where(tag => ObjectId.TryParse(tag, out _)).Select(tag => ObjectId.Parse(tag)).Distinct());
            return tags.Length <= MaxTags && tags.All(tag => ObjectId.TryParse(tag, out _));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ProblemHttpResult BadPage()
        => TypedResults.Problem($"page must lie between 1 and {MaxPages}, limit between 1 and {MaxPageSize}.", statusCode: StatusCodes.Status400BadRequest);

    private static ProblemHttpResult NoSong() => TypedResults.Problem("There is no such song.", statusCode: StatusCodes.Status404NotFound);
}
