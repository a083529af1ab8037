using ITFrame.Api.Data;
using ITFrame.Api.Outbox;
using ITFrame.Api.TuneIn;

namespace ITFrame.Api.Cast.Songs;

/// <summary>Stores a song, and with it what third parties are to be told of it.</summary>
internal sealed class SongStore(ISongRepository songs, ITuneInRepository tuneIn, OutboxRepository outbox, HubSession session)
{
    public async Task AddAsync(SongDocument song, CancellationToken cancellationToken)
    {
        if (await tuneIn.FindAsync(song.Username, cancellationToken) is not { IsEnabled: true })
        {
            await songs.AddAsync(song, cancellationToken);
            return;
        }

        await session.InTransactionAsync(
            async token =>
            {
                await songs.AddAsync(song, token);
                await outbox.AddAsync(TuneInHandler.KindName, song.Username, TuneInHandler.Describe(song.Title ?? song.Song, song.Artist), song.Time, token);
                return true;
            },
            cancellationToken);
    }
}
