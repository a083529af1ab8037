using MongoDB.Bson;

namespace ITFrame.Api.NowPlaying.Live;

/// <summary>A song that has come.</summary>
/// <param name="Position">The place in the stream after it.</param>
/// <param name="Username">The station.</param>
/// <param name="SongId">The song's identifier.</param>
/// <param name="Time">When the hub heard of it.</param>
/// <param name="Frame">What goes to each follower, made once.</param>
internal sealed record SongEvent(StreamPosition Position, string Username, ObjectId SongId, DateTime Time, ReadOnlyMemory<byte> Frame);
