using System.Globalization;
using System.Text;
using System.Text.Json;
using ITFrame.Api.Cast.Songs;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace ITFrame.Api.NowPlaying.Live;

/// <summary>
/// Server-sent events as they go out. Each names the place after it, where that is known, so that a client which comes back says how far it has
/// got even if nothing has been played for hours.
/// </summary>
internal sealed class SongFrames(SongMapper mapper, IOptions<JsonOptions> json, Random random)
{
    public const string SongEvent = "song";
    public const string PingEvent = "ping";
    public const string GapEvent = "gap";

    private const string Nothing = "null";

    /// <summary>When clients come back whose connection has ended: not all of a replica's at once.</summary>
    private static readonly (int From, int To) RetryMilliseconds = (1_000, 5_000);

    private readonly JsonSerializerOptions _json = json.Value.SerializerOptions;

    /// <summary>Says at once that there is an answer, and what to do when it ends.</summary>
    public byte[] Welcome() => Frame(PingEvent, null, Nothing, $"retry: {random.Next(RetryMilliseconds.From, RetryMilliseconds.To).ToString(CultureInfo.InvariantCulture)}\n");

    public static byte[] Ping(StreamPosition? position) => Frame(PingEvent, position, Nothing);

    /// <summary>
    /// Songs may have been missed: what the client asked to go on from is not known any more, or never was. It forgets that, as an empty
    /// identifier makes it (HTML, section 9.2.6).
    /// </summary>
    public static byte[] Gap() => Frame(GapEvent, default(StreamPosition), Nothing);

    public byte[] Song(SongDocument song, StreamPosition? position) => Frame(SongEvent, position, JsonSerializer.Serialize(mapper.ToResponse(song), _json));

    // JSON has no line breaks but escaped ones, so that it is one line of data.
    private static byte[] Frame(string type, StreamPosition? position, string data, string more = "")
        => Encoding.UTF8.GetBytes($"{more}event: {type}\n{(position is { } id ? $"id: {id}\n" : "")}data: {data}\n\n");
}
