using ITFrame.Api.Cast.Songs;
using MongoDB.Bson;

namespace ITFrame.Api.NowPlaying.Live;

/// <summary>A station's latest songs, as a new follower begins with them.</summary>
/// <param name="Songs">Newest first; the first one is what plays.</param>
/// <param name="Position">The feed's place before the songs were read.</param>
/// <param name="ReadAt">All of the songs are from before it.</param>
internal sealed record WhatPlays(IReadOnlyList<SongDocument> Songs, StreamPosition Position, BsonTimestamp? ReadAt);
