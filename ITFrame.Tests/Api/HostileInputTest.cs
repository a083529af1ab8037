using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CsCheck;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class HostileInputTest : IDisposable
{
    private const string Key = "the-demo-key";
    private const string StoreSong = $"/cast/statistics/demo/{Key}/store-song";
    private const string Settings = "/control/player/settings/demo";

    private readonly ApiFactory _api = new();

    public HostileInputTest() => _api.Stations.Add("demo", Key);

    public void Dispose() => _api.Dispose();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> BrokenBodies =>
    [
        "", " ", "null", "{", "}", "[]", "1", "\"text\"", "true", "{'title':'T'}", "{\"title\":\"T\",}", "{title:\"T\"}",
        "{\"title\":1}", "{\"title\":true}", "{\"title\":[]}", "{\"title\":{}}", "{\"name\":1,\"title\":1}", "/* */ {\"title\":\"T\",\"name\":1}",
        "{\"title\":\"T\",\"title\":\"U\",\"name\":\"a\",\"name\":\"b\"}",
        "{\"title\":\"\\ud800\",\"name\":\"\\ud800\"}", "{\"title\":\"\\udc00x\",\"name\":\"\\udc00x\"}", "{\"title\":\"\n\",\"name\":\"\n\"}",
        "{\"title\":\"a\\u0000b\",\"name\":\"a\\u0000b\"}", "{\"title\":\"T\",\"name\":\"N\"}{}", "{\"$where\":\"1\"}", "{\"__proto__\":{}}",
        "{\"title\":{\"$gt\":\"\"},\"name\":{\"$gt\":\"\"}}",
        "{\"title\":\"" + new string('x', 600) + "\",\"name\":\"" + new string('x', 600) + "\"}",
        "{\"buttons\":[[]],\"title\":[]}", "{\"buttons\":[null,1],\"title\":[]}", "{\"buttons\":{},\"title\":[]}",
        "{\"title\":\"T\",\"name\":\"N\",\"x\":" + new string('[', 40) + new string(']', 40) + "}",
        new string('[', 30_000),
        new string('{', 30_000),
    ];

    [Theory]
    [MemberData(nameof(BrokenBodies))]
    public async Task Write_BrokenBody_IsRefused(string body)
    {
        await AssertRefusedAsync(await SendAsync(HttpMethod.Post, StoreSong, Encoding.UTF8.GetBytes(body), "application/json"));
        await AssertRefusedAsync(await SendAsync(HttpMethod.Put, Settings, Encoding.UTF8.GetBytes(body), "application/json"));
        Assert.Empty(_api.Songs.All);
        Assert.Null(_api.Players["demo"]);
    }

    [Fact]
    public async Task Write_BytesThatAreNoUtf8_IsBadRequest()
    {
        byte[] body = [.. "{\"title\":\""u8, 0xff, 0xfe, 0xc0, 0x80, .. "\"}"u8];
        await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, await SendAsync(HttpMethod.Post, StoreSong, body, "application/json"));
        await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, await SendAsync(HttpMethod.Post, StoreSong, Encoding.Unicode.GetBytes("{\"title\":\"T\"}"), "application/json"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=no-such-charset")]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("nonsense")]
    public async Task Write_OtherMediaType_IsUnsupported(string? type)
        => await HttpAssert.ProblemAsync(HttpStatusCode.UnsupportedMediaType, await SendAsync(HttpMethod.Post, StoreSong, "{\"title\":\"T\"}"u8.ToArray(), type));

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    [InlineData("application/vnd.station+json")]
    public async Task Write_JsonInUtf8_IsAccepted(string type)
        => Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Post, StoreSong, "{\"title\":\"T\"}"u8.ToArray(), type)).StatusCode);

    [Fact]
    public async Task Write_CompressedBody_IsUnsupported()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, StoreSong) { Content = new ByteArrayContent([0x1f, 0x8b]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Content.Headers.ContentEncoding.Add("gzip");
        await HttpAssert.ProblemAsync(HttpStatusCode.UnsupportedMediaType, await _api.CreateClient().SendAsync(request, Cancelled));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_BodyTooLarge_IsRefused(bool chunked)
    {
        var body = Encoding.UTF8.GetBytes("{\"title\":\"" + new string('x', 70_000) + "\"}");
        using var request = new HttpRequestMessage(HttpMethod.Post, StoreSong) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TransferEncodingChunked = chunked;
        await HttpAssert.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, await _api.CreateClient().SendAsync(request, Cancelled));
    }

    [Fact]
    public async Task Write_OtherVerb_IsMethodNotAllowed()
        => await HttpAssert.ProblemAsync(HttpStatusCode.MethodNotAllowed, await _api.CreateClient().DeleteAsync("/player/demo", Cancelled));

    [Fact]
    public async Task Write_EveryCharacter_ComesBackAsItWas()
    {
        const string Title = "Ærø – 東京 🎵 \u202e \" \\ </script> $set {$gt:1}";
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { title = Title });
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Post, StoreSong, body, "application/json")).StatusCode);
        var playing = await HttpAssert.JsonAsync(HttpStatusCode.OK, await _api.CreateClient().GetAsync("/nowplaying/demo", Cancelled));
        Assert.Equal(Title, playing[0].GetProperty("song").GetString());
    }

    [Fact]
    public async Task Write_AnyBytes_NeverFailsTheServer()
    {
        var client = _api.CreateControlClient();
        await Gen.OneOf(Gen.Byte.Array[0, 200], JsonLikeText.Select(Encoding.UTF8.GetBytes)).SampleAsync(
            async body =>
            {
                foreach (var (method, path) in new[] { (HttpMethod.Post, StoreSong), (HttpMethod.Put, Settings) })
                {
                    using var response = await SendAsync(client, method, path, body, "application/json");
                    Assert.True((int)response.StatusCode < 500, $"{method} {path}: {(int)response.StatusCode}");
                }
            },
            iter: 300, threads: 1);
    }

    [Fact]
    public async Task Read_AnyPath_NeverFailsTheServer()
    {
        var client = _api.CreateControlClient();
        string[] patterns =
        [
            "/player/{0}", "/nowplaying/{0}", "/control/player/settings/{0}", "/cast/statistics/{0}/{0}/get-songs-for-period/{0}/{0}",
            "/cast/statistics/demo/" + Key + "/get-songs-for-period/{0}/{0}?limit={0}&before={0}",
        ];
        await Gen.Select(OneOf(patterns), Gen.String[1, 60]).SampleAsync(
            async (pattern, value) =>
            {
                // Lone surrogates cannot be escaped; no client could send them.
                var escaped = Uri.EscapeDataString(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value)));
                using var response = await client.GetAsync(pattern.Replace("{0}", escaped, StringComparison.Ordinal), Cancelled);
                Assert.True((int)response.StatusCode < 500, $"{pattern} with {escaped}: {(int)response.StatusCode}");
            },
            iter: 500, threads: 1);
    }

    private static Gen<string> JsonLikeText { get; } = OneOf(
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\ud800", "\"title\"", "\"name\"", "\"buttons\"", "\"T\"", "1e999", "-0", "null", "true", "\u0000", "é")
        .Array[0, 40].Select(string.Concat);

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, byte[] body, string? type)
        => await SendAsync(_api.CreateControlClient(), method, path, body, type);

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, byte[] body, string? type)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) };
        if (type is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return await client.SendAsync(request, Cancelled);
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage response)
        => await HttpAssert.ProblemAsync(
            response.StatusCode is HttpStatusCode.UnprocessableEntity ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.BadRequest,
            response);
}
