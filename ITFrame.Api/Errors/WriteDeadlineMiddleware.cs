using ITFrame.ServiceDefaults.Mongo;
using Microsoft.Extensions.Options;

namespace ITFrame.Api.Errors;

/// <summary>
/// Answers a write with 503 within 3 s while there is no primary, whatever it waits for. With a primary a write may take longer:
/// a slow one is better than one that has to be sent again. Where there has been none for longer than an election takes, as on the
/// small side of a split network, it answers at once: the client then loses nothing by asking here first.
/// </summary>
internal sealed class WriteDeadlineMiddleware(RequestDelegate next, PrimaryAbsence absence, IOptions<ApiOptions> options, TimeProvider time)
{
    /// <summary>What is left of the 3 s is for the answer's way.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(2800);

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(200);

    public async Task InvokeAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method))
        {
            await next(context);
            return;
        }

        var patience = options.Value.PrimaryPatience;
        if (absence.Duration > patience)
        {
            throw NoPrimary();
        }

        var started = time.GetTimestamp();
        var outer = context.RequestAborted;
        var isExpired = false;
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(outer);
        await using var timer = time.CreateTimer(
            _ =>
            {
                if (absence.Duration is { } lasting && (lasting > patience || time.GetElapsedTime(started) >= Limit))
                {
                    isExpired = true;
                    limited.Cancel();
                }
            },
            null, Again, Again);
        context.RequestAborted = limited.Token;
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (isExpired && !outer.IsCancellationRequested)
        {
            throw NoPrimary();
        }
        finally
        {
            context.RequestAborted = outer;
        }
    }

    private static TimeoutException NoPrimary() => new("There is no primary.");
}
