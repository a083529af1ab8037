using System.Net;

namespace ITFrame.Gateway.Forwarding;

/// <summary>
/// A message's body, which says so when it is to be sent a second time. .NET sends a message again by itself when the server has
/// not looked at it, as with HTTP/2's GOAWAY and REFUSED_STREAM (RFC 9113, sections 6.8 and 8.7); a body that comes from the client cannot
/// be sent twice, but the request may go elsewhere.
/// </summary>
internal sealed class SingleUseContent : HttpContent
{
    private readonly HttpContent _content;
    private int _used;

    public SingleUseContent(HttpContent content)
    {
        _content = content;
        foreach (var (name, values) in content.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    /// <summary>Some of the body may have been sent.</summary>
    public bool IsUsed => Volatile.Read(ref _used) != 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _used, 1) != 0)
        {
            throw new NotProcessedException("The destination has sent the request back unseen.");
        }

        await _content.CopyToAsync(stream, context, cancellationToken);
        // YARP ends the copying as if it were complete, which .NET would take for a body that is too short.
        cancellationToken.ThrowIfCancellationRequested();
    }

    protected override bool TryComputeLength(out long length)
    {
        // Where there is a length, it has come along with the headers.
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }
}
