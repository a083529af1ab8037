using System.Net;
using System.Net.Http.Headers;

namespace ITFrame.Drills.Clients;

/// <summary>A JSON body that knows whether it was begun to be sent. Until then a server cannot have acted on the request.</summary>
internal sealed class JsonBody : HttpContent
{
    private readonly byte[] _json;
    private volatile bool _begun;

    public JsonBody(byte[] json)
    {
        _json = json;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    public bool Begun => _begun;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _begun = true;
        await stream.WriteAsync(_json, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Length;
        return true;
    }
}
