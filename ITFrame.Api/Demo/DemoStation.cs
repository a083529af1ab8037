using ITFrame.Api.Cast.Configuration;
using ITFrame.Api.Cast.Songs;
using ITFrame.Api.Data;
using ITFrame.Api.NowPlaying;
using ITFrame.Api.Player;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Api.Demo;

/// <summary>
/// Makes the station <c>demo</c>, with a player and a few songs, where <see cref="ApiOptions.DemoStationKey"/> is set. Each write is
/// an upsert on a unique key or a fixed identifier: all replicas do this at once, and at each start.
/// </summary>
internal sealed class DemoStation(IMongoDatabase database, StationFactory factory, IOptions<ApiOptions> options, TimeProvider time) : IDatabaseStep
{
    public const string Username = "demo";

    private const string Stream = "128kbps";

    /// <summary>Made up for the demo; the first is the one that plays.</summary>
    private static readonly (string Artist, string Title)[] Songs =
    [
        ("The Tide Tables", "Greenwich, Going Under"),
        ("Third Vote", "Amsterdam Decides"),
        ("Quorum", "Two of Three"),
        ("Heartbeat Interval", "Half a Second of You"),
        ("The Followers", "Oplog Blues"),
    ];

    private static readonly TimeSpan SongLength = TimeSpan.FromMinutes(4);

    private static readonly UpdateOptions Upsert = new() { IsUpsert = true };

    public int Order => 1;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Value.DemoStationKey is not { Length: > 0 } key)
        {
            return;
        }

        await SaveStationAsync(key, cancellationToken);
        await SavePlayerAsync(cancellationToken);
        await SaveSongsAsync(cancellationToken);
    }

    private async Task SaveStationAsync(string key, CancellationToken cancellationToken)
    {
        var station = factory.Create(Username, shoutCastPort: 8000) with { Name = "Demo Radio", Hostname = "https://demo.itframe.test" };
        // A lab makes a new key at each start, so it is set even on a station that is there.
        var update = Builders<StationDocument>.Update
            .Set(found => found.Internal!.Statistics, factory.Seal(key))
            .Set(found => found.Internal!.Dj, factory.Seal(key));
        foreach (var element in station.ToBsonDocument().Elements.Where(element => element.Name is not ("_id" or "username" or "internal")))
        {
            update = update.SetOnInsert(element.Name, element.Value);
        }

        await database.GetCollection<StationDocument>(StationRepository.CollectionName)
            .UpdateOneAsync(found => found.Username == Username, update, Upsert, cancellationToken);
    }

    private async Task SavePlayerAsync(CancellationToken cancellationToken)
    {
        // Only when there is none: what people set on the demo station stays.
        var update = Builders<PlayerDocument>.Update
            .SetOnInsert(player => player.Name, "Demo Radio")
            .SetOnInsert(player => player.TransparentBackground, false)
            .SetOnInsert(player => player.BackgroundColour, "#0b1f3a")
            .SetOnInsert(player => player.Tint, "#4fc3f7")
            .SetOnInsert(player => player.AutoPlay, false)
            .SetOnInsert(player => player.Buttons, [new PlayerButtonDocument { Name = "Website", Icon = "home", Url = "https://demo.itframe.test/" }]);
        await database.GetCollection<PlayerDocument>(PlayerRepository.CollectionName)
            .UpdateOneAsync(player => player.Username == Username, update, Upsert, cancellationToken);
    }

    private async Task SaveSongsAsync(CancellationToken cancellationToken)
    {
        var songs = database.GetCollection<SongDocument>(SongRepository.CollectionName);
        var now = time.GetUtcNow().UtcDateTime;
        if (await songs.Find(song => song.Username == Username && song.Time > now - NowPlayingList.MaxAge).AnyAsync(cancellationToken))
        {
            // A replica that restarts must not put old songs on top of what plays now.
            return;
        }

        // The times are set anew, so that a lab that was off for a day does not start silent.
        for (var index = 0; index < Songs.Length; index++)
        {
            var (artist, title) = Songs[index];
            var id = ObjectId.Parse($"{index + 1:x24}");
            var update = Builders<SongDocument>.Update
                .Set(song => song.Time, now - SongLength * index)
                .SetOnInsert(song => song.Username, Username)
                .SetOnInsert(song => song.Stream, Stream)
                .SetOnInsert(song => song.Song, $"{artist} - {title}")
                .SetOnInsert(song => song.Artist, artist)
                .SetOnInsert(song => song.Title, title);
            await songs.UpdateOneAsync(song => song.Id == id, update, Upsert, cancellationToken);
        }
    }
}
