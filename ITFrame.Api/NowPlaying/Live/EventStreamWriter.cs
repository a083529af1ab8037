using System.IO.Pipelines;
using System.Net.Mime;
using Microsoft.AspNetCore.Http.Features;

namespace ITFrame.Api.NowPlaying.Live;

/// <summary>Writes server-sent events that are made already: the framework's own result would serialize each for each client.</summary>
internal sealed class EventStreamWriter(LiveMetrics metrics, TimeProvider time)
{
    /// <summary>Who takes nothing for so long is let go. It comes back with the last event that it has seen, if it comes back.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Writes until the events end, the client goes away, or it takes nothing any more.</summary>
    public async Task WriteAsync(HttpContext context, IAsyncEnumerable<ReadOnlyMemory<byte>> frames)
    {
        context.Response.ContentType = MediaTypeNames.Text.EventStream;
        context.Response.Headers.CacheControl = "no-cache,no-store";
        context.Response.Headers.ContentEncoding = "identity";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await foreach (var frame in frames)
        {
            if (!await IsTakenAsync(context.Response.BodyWriter, frame))
            {
                metrics.Dropped();
                context.Abort();
                return;
            }
        }
    }

    private async ValueTask<bool> IsTakenAsync(PipeWriter body, ReadOnlyMemory<byte> frame)
    {
        // Not cancelled when a replica stops: what is under way is finished, and the answer ends as it should.
        var write = body.WriteAsync(frame, CancellationToken.None);
        if (write.IsCompletedSuccessfully)
        {
            return true;
        }

        var flush = write.AsTask();
        await ((Task)flush).WaitAsync(Patience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!flush.IsCompleted)
        {
            return false;
        }

        await flush;
        return true;
    }
}
