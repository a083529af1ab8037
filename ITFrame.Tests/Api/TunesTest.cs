using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ITFrame.Api.Files;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.Api;

[Collection(HubCollection.Name)]
public sealed class TunesTest(HubFixture hub)
{
    private readonly string _station = $"s{Guid.NewGuid():N}";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Songs_ManyUploaded_AreFoundInPagesAndBySearch()
    {
        var owner = await hub.LogInAsync(_station);
        for (var number = 0; number < 5; number++)
        {
            var id = await UploadAsync(owner, $"{number}.mp3");
            await owner.PostAsJsonAsync($"/control/cast/tunes/song/{_station}/{id}", new { song = $"Song {number}", artist = number % 2 == 0 ? "The Évens (live)" : "Odds" }, Cancelled);
        }

        Assert.Equal(5, (await GetAsync(owner, $"get-song-count/{_station}/")).GetProperty("count").GetInt32());
        Assert.Equal(3, (await GetAsync(owner, $"get-songs-pages/{_station}?limit=2")).GetInt32());
        Assert.Equal(["Song 4", "Song 3"], Names(await GetAsync(owner, $"get-songs/{_station}/-song/1?limit=2")));
        Assert.Equal(["Song 0"], Names(await GetAsync(owner, $"get-songs/{_station}/-song/3?limit=2")));
        Assert.Equal(["Song 0", "Song 2", "Song 4"], Names(await GetAsync(owner, $"search/{_station}/?term=évens%20(LIVE)")));
        Assert.Empty(Names(await GetAsync(owner, $"search/{_station}/?term=.*")));
        await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, await owner.GetAsync($"/control/cast/tunes/get-songs/{_station}/$where/1", Cancelled));
    }

    [Fact]
    public async Task Upload_WhatIsNoMusic_IsRefused()
    {
        var owner = await hub.LogInAsync(_station);
        using var executable = new MultipartFormDataContent { { new ByteArrayContent([(byte)'M', (byte)'Z', .. new byte[100]]), "song", "song.mp3" }, { new StringContent(_station), "username" } };
        await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, await owner.PostAsync("/control/cast/tunes/upload", executable, Cancelled));
        using var json = JsonContent.Create(new { username = _station });
        await HttpAssert.ProblemAsync(HttpStatusCode.UnsupportedMediaType, await owner.PostAsync("/control/cast/tunes/upload", json, Cancelled));
        using var nothing = new MultipartFormDataContent { { new StringContent(_station), "username" } };
        await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, await owner.PostAsync("/control/cast/tunes/upload", nothing, Cancelled));
        using var large = new MultipartFormDataContent { { new ByteArrayContent([.. Forms.Png, .. new byte[FileStore.MaxImageBytes]]), "nocover", "p.png" } };
        await HttpAssert.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, await owner.PostAsync($"/control/tunes/upload-nocover/{_station}", large, Cancelled));
    }

    [Fact]
    public async Task Upload_SameKeyTwice_IsOneSong()
    {
        var owner = await hub.LogInAsync(_station);
        owner.DefaultRequestHeaders.Add("Idempotency-Key", $"{Guid.NewGuid():N}");
        using var form = Forms.Tune(_station, "s.mp3");
        var body = await form.ReadAsByteArrayAsync(Cancelled);

        var answers = new List<string>();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = form.Headers.ContentType;
            answers.Add(await (await owner.PostAsync("/control/cast/tunes/upload", content, Cancelled)).Content.ReadAsStringAsync(Cancelled));
        }

        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(1, (await GetAsync(owner, $"get-song-count/{_station}")).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Delete_Song_DeletesItsFile()
    {
        var owner = await hub.LogInAsync(_station);
        var id = await UploadAsync(owner, "s.mp3");
        var files = hub.Member.Database.GetCollection<BsonDocument>("tunes.files");
        var mine = new BsonDocument("metadata.username", _station);
        Assert.Equal(1, await files.CountDocumentsAsync(mine, cancellationToken: Cancelled));

        Assert.Equal(HttpStatusCode.OK, (await owner.DeleteAsync($"/control/cast/tunes/song/{_station}/{id}", Cancelled)).StatusCode);

        Assert.Equal(0, await files.CountDocumentsAsync(mine, cancellationToken: Cancelled));
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await owner.DeleteAsync($"/control/cast/tunes/song/{_station}/{id}", Cancelled));
    }

    [Fact]
    public async Task Pictures_Uploaded_AreServedToEverybody()
    {
        var owner = await hub.LogInAsync(_station);
        var id = await UploadAsync(owner, "s.mp3");
        using var artwork = Forms.File("image", Forms.Png, _station);
        Assert.Equal(HttpStatusCode.OK, (await owner.PostAsync($"/control/cast/tunes/update-artwork/{id}", artwork, Cancelled)).StatusCode);
        using var nocover = Forms.File("nocover", Forms.Png);
        var link = await HttpAssert.JsonAsync(HttpStatusCode.OK, await owner.PostAsync($"/control/tunes/upload-nocover/{_station}", nocover, Cancelled));

        var song = await GetAsync(owner, $"song/{_station}/{id}");
        Assert.StartsWith("https://itframe.shoutca.st/images/", song.GetProperty("artwork").GetString(), StringComparison.Ordinal);
        var picture = await hub.Api.CreateClient().GetAsync(new Uri(link.GetProperty("link").GetString()!).AbsolutePath, Cancelled);
        Assert.Equal("image/png", picture.Content.Headers.ContentType?.MediaType);
        Assert.Equal(Forms.Png, await picture.Content.ReadAsByteArrayAsync(Cancelled));
        Assert.Equal("nosniff", picture.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(link.GetProperty("link").GetString(), (await owner.GetFromJsonAsync<JsonElement>($"/tunes/nocover/{_station}", Cancelled)).GetProperty("link").GetString());
        await owner.DeleteAsync($"/control/tunes/nocover/{_station}", Cancelled);
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await owner.GetAsync($"/tunes/nocover/{_station}", Cancelled));
    }

    private static IEnumerable<string?> Names(JsonElement songs) => songs.EnumerateArray().Select(song => song.GetProperty("song").GetString());

    private static Task<JsonElement> GetAsync(HttpClient client, string path) => client.GetFromJsonAsync<JsonElement>($"/control/cast/tunes/{path}", Cancelled);

    private async Task<string> UploadAsync(HttpClient owner, string name)
    {
        using var form = Forms.Tune(_station, name);
        return (await HttpAssert.JsonAsync(HttpStatusCode.OK, await owner.PostAsync("/control/cast/tunes/upload", form, Cancelled))).GetProperty("id").GetString()!;
    }
}
