using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using ITFrame.Tests.Support;

namespace ITFrame.Tests.Lab;

/// <summary>Stores songs at the demo station as its stream server does, and reads back what was acknowledged.</summary>
internal sealed class StationWriter(HttpClient gateway, string key)
{
    private readonly string _run = Guid.NewGuid().ToString("N");
    private readonly DateTime _since = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1);
    private readonly List<string> _acknowledged = [];

    public int Acknowledged => _acknowledged.Count;

    /// <summary>Stores one song; true when the hub has acknowledged it.</summary>
    public async Task<bool> TryStoreAsync(CancellationToken cancellationToken)
    {
        var title = $"{_run}-{_acknowledged.Count}-{Guid.NewGuid():N}";
        try
        {
            using var response = await gateway.PostAsJsonAsync(
                $"cast/statistics/demo/{key}/store-song", new { stream = "128kbps", song = $"Artist - {title}", artist = "Artist", title, album = "Album" }, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                _acknowledged.Add(title);
            }

            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public Task StoreAsync(TimeSpan deadline, CancellationToken cancellationToken)
        => Eventually.TrueAsync(() => TryStoreAsync(cancellationToken), deadline, state: null, cancellationToken);

    /// <summary>The acknowledged songs that cannot be found, and those that are there more than once.</summary>
    public async Task<(IReadOnlyList<string> Lost, IReadOnlyList<string> Repeated)> VerifyAsync(CancellationToken cancellationToken)
    {
        var start = _since.ToString("O", CultureInfo.InvariantCulture);
        var end = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1).ToString("O", CultureInfo.InvariantCulture);
        var songs = await gateway.GetFromJsonAsync<JsonElement>($"cast/statistics/demo/{key}/get-songs-for-period/{start}/{end}", cancellationToken);
        var found = songs.EnumerateArray().Select(song => song.GetProperty("title").GetString()!).CountBy(title => title).ToDictionary();
        return (
            _acknowledged.Where(title => !found.ContainsKey(title)).ToList(),
            _acknowledged.Where(title => found.GetValueOrDefault(title) > 1).ToList());
    }
}
