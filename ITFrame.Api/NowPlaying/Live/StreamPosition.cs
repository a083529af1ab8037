using System.Buffers.Binary;
using MongoDB.Bson;

namespace ITFrame.Api.NowPlaying.Live;

/// <summary>
/// A place in the change stream of all stations' songs: the text of a resume token, which any member and any replica takes, and which sorts as
/// the places do. Clients carry it as an event's identifier.
/// </summary>
internal readonly record struct StreamPosition : IComparable<StreamPosition>
{
    private const string Field = "_data";

    /// <summary>MongoDB's are some 40 to 250 characters.</summary>
    private const int MaxLength = 1024;

    /// <summary>A token begins with the type of its first value, which is the time: see KeyString in MongoDB's source.</summary>
    private const string TimeType = "82";

    private const int TimeLength = 2 * sizeof(long);

    private readonly string? _text;

    private StreamPosition(string text) => _text = text;

    public static bool operator <(StreamPosition left, StreamPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(StreamPosition left, StreamPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(StreamPosition left, StreamPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(StreamPosition left, StreamPosition right) => left.CompareTo(right) >= 0;

    public static StreamPosition Of(BsonDocument resumeToken) => new(resumeToken[Field].AsString);

    /// <summary>Null for what cannot be one. What can be one need not be: that is for a member to say.</summary>
    public static StreamPosition? Parse(string? eventId)
        => eventId is { Length: > 0 and <= MaxLength } && eventId.All(char.IsAsciiHexDigit) ? new StreamPosition(eventId.ToUpperInvariant()) : null;

    /// <summary>
    /// The time up to which the stream has been read here; null where the text does not begin with one. Drivers take tokens for opaque: nothing may
    /// rely on this but what waits for it, and can do without.
    /// </summary>
    public BsonTimestamp? Time
    {
        get
        {
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            return _text is { Length: >= 2 + TimeLength } text && text.StartsWith(TimeType, StringComparison.Ordinal)
                && Convert.FromHexString(text.AsSpan(2, TimeLength), bytes, out _, out _) == System.Buffers.OperationStatus.Done
                    ? new BsonTimestamp(BinaryPrimitives.ReadInt64BigEndian(bytes))
                    : null;
        }
    }

    public BsonDocument ToResumeToken() => new(Field, ToString());

    public int CompareTo(StreamPosition other) => string.CompareOrdinal(_text, other._text);

    public override string ToString() => _text ?? "";
}
