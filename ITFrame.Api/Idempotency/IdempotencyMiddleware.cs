using System.Diagnostics;
using System.Security.Claims;
using ITFrame.Api.Access;
using ITFrame.Api.Data;
using ITFrame.Api.Errors;
using Microsoft.Net.Http.Headers;
using MongoDB.Driver;

namespace ITFrame.Api.Idempotency;

/// <summary>
/// Makes a POST with an <c>Idempotency-Key</c> safe to send again (as the IETF's draft-ietf-httpapi-idempotency-key-header describes):
/// <list type="number">
/// <item>a transaction claims the key; the operation runs in it; its response is stored in it; it commits. So the effect and the
/// record of it are both there or both not, whatever fails in between;</item>
/// <item>only then is the response sent;</item>
/// <item>who comes with a key that is used gets the stored response, or 422 for another request;</item>
/// <item>who comes while the first is under way waits for it, in the end with 409.</item>
/// </list>
/// What failed has had no effect and is not stored.
/// </summary>
internal sealed class IdempotencyMiddleware(RequestDelegate next, TimeProvider time)
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";
    public const int MaxKeyLength = 255;

    /// <summary>Longer than a member lets the transaction of a replica that has died stand in the way.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public Task InvokeAsync(HttpContext context, HubSession session, IdempotencyRepository records)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.Request.Headers[Header] is not { Count: > 0 } header || context.GetEndpoint() is null)
        {
            return next(context);
        }

        var key = header.ToString();
        return key.Length is > 0 and <= MaxKeyLength && key.All(character => character is > ' ' and <= '~')
            ? InvokeAsync(context, key, session, records)
            : context.WriteProblemAsync(StatusCodes.Status400BadRequest, $"The header {Header} must be 1 to {MaxKeyLength} visible ASCII characters.");
    }

    private async Task InvokeAsync(HttpContext context, string key, HubSession session, IdempotencyRepository records)
    {
        var cancellationToken = context.RequestAborted;
        var isStored = context.GetEndpoint()!.Metadata.GetMetadata<IUnstoredResponse>() is null;
        var record = new IdempotencyRecord
        {
            // Hashed, because the key is the client's text and may be as long as it likes to be.
            Id = SecretHash.Of($"{Caller(context)}\n{key}").ToHex(),
            Fingerprint = await RequestFingerprint.ReadAsync(context.Request, cancellationToken),
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };

        // Nearly every key is new, and the claim finds out whether it is: a look before it would be a way to the primary and back for nothing.
        var mayBeUsed = false;
        for (var started = Stopwatch.GetTimestamp(); ; mayBeUsed = true)
        {
            if (mayBeUsed && await records.FindAsync(record.Id, cancellationToken) is { } found)
            {
                await AnswerAgainAsync(context, record, found);
                return;
            }

            session.Begin();
            try
            {
                if (await TryRunAsync(context, record, isStored, session, records))
                {
                    return;
                }
            }
            catch (MongoException exception) when (exception.IsDuplicateKey() && exception.Message.Contains(IdempotencyRepository.CollectionName, StringComparison.Ordinal))
            {
                // The key is used: the look finds its record.
            }
            catch (MongoException exception) when (HubSession.IsWorthRepeating(exception) && Stopwatch.GetElapsedTime(started) < Patience)
            {
                // The first request is under way, or the primary has changed: nothing of this one is there.
            }
            catch (MongoCommandException exception) when (exception.Code == MongoErrors.WriteConflict)
            {
                await session.AbortAsync();
                context.Response.Headers.RetryAfter = "1";
                await context.WriteProblemAsync(StatusCodes.Status409Conflict, "Another request with this key is still under way.");
                return;
            }
            finally
            {
                await session.AbortAsync();
            }

            context.Response.Clear();
            context.Request.Body.Position = 0;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Claims the key and runs the operation; the response is sent when the transaction has ended.</summary>
    private async Task<bool> TryRunAsync(HttpContext context, IdempotencyRecord record, bool isStored, HubSession session, IdempotencyRepository records)
    {
        var cancellationToken = context.RequestAborted;
        await records.AddAsync(record, cancellationToken);

        using var body = new MemoryStream();
        var original = context.Response.Body;
        context.Response.Body = body;
        try
        {
            await next(context);
            await context.Response.BodyWriter.FlushAsync(cancellationToken);
        }
        finally
        {
            context.Response.Body = original;
        }

        if (context.Response.StatusCode < StatusCodes.Status400BadRequest)
        {
            if (isStored)
            {
                await records.SetResponseAsync(record.Id, Describe(context.Response, body), cancellationToken);
            }

            await session.CommitAsync(cancellationToken);
        }

        if (body.Length > 0)
        {
            context.Response.ContentLength = body.Length;
            body.Position = 0;
            await body.CopyToAsync(context.Response.Body, cancellationToken);
        }

        return true;
    }

    private async Task AnswerAgainAsync(HttpContext context, IdempotencyRecord asked, IdempotencyRecord found)
    {
        if (!asked.Fingerprint.AsSpan().SequenceEqual(found.Fingerprint))
        {
            await context.WriteProblemAsync(StatusCodes.Status422UnprocessableEntity, $"The {Header} was used for another request.");
            return;
        }

        if (found.Response is not { } stored)
        {
            await next(context);
            return;
        }

        var response = context.Response;
        response.StatusCode = stored.Status;
        response.ContentType = stored.ContentType;
        response.Headers[ReplayedHeader] = "true";
        if (stored.Location is not null)
        {
            response.Headers.Location = stored.Location;
        }

        if (stored.ETag is not null)
        {
            response.Headers.ETag = stored.ETag;
        }

        if (stored.Body is { } body)
        {
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private static StoredResponse Describe(HttpResponse response, MemoryStream body) => new()
    {
        Status = response.StatusCode,
        ContentType = response.ContentType,
        Location = response.Headers[HeaderNames.Location],
        ETag = response.Headers[HeaderNames.ETag],
        Body = body.Length > 0 ? body.ToArray() : null,
    };

    private static string Caller(HttpContext context)
        => $"{context.User.Identity?.AuthenticationType} {context.User.FindFirstValue(ClaimTypes.Name)}";
}
