using System.Net;
using ITFrame.Gateway.Caching;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static ITFrame.Tests.Gateway.Door.CacheLab;

namespace ITFrame.Tests.Gateway.Door;

public sealed class CacheTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_Again_AnsweredWithoutADestination()
    {
        await using var lab = await StartAsync();

        using var first = await lab.SendAsync("GET", path: Station);
        using var second = await lab.SendAsync("GET", path: Station);
        // The next one on the same connection is not the cache's, and the one after it is.
        using var other = await lab.SendAsync("POST", "x", Station);
        using var third = await lab.SendAsync("GET", path: Station);

        Assert.Equal("ITFrame; fwd=miss; stored", Status(first));
        Assert.StartsWith("upstream;dur=", Header(first, "Server-Timing"), StringComparison.Ordinal);
        Assert.All([second, third], response =>
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.StartsWith("ITFrame; hit; ttl=", Status(response), StringComparison.Ordinal);
            Assert.Equal("cache;desc=hit", Header(response, "Server-Timing"));
            Assert.Equal(Header(first, "X-Served-By"), Header(response, "X-Served-By"));
            Assert.True(response.Headers.Age < TimeSpan.FromMinutes(1));
        });
        var body = await first.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(body, await second.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(body, await third.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.False(other.Headers.Contains("Cache-Status"));
        Assert.Equal(["GET", "POST"], Requests(lab).Select(request => request.Method).Order(StringComparer.Ordinal));
        Assert.Equal((2, 1), (Metrics(lab).Hits, Metrics(lab).Misses));
    }

    [Fact]
    public async Task Head_BeforeAndAfterGet_SameHeadersNoBody()
    {
        await using var lab = await StartAsync();

        using var head = await lab.SendAsync("HEAD", path: Station);
        using var get = await lab.SendAsync("GET", path: Station);
        using var again = await lab.SendAsync("HEAD", path: Station);

        Assert.Equal("GET", Assert.Single(Requests(lab)).Method);
        Assert.All([head, again], response =>
        {
            Assert.Equal(get.Content.Headers.ContentLength, response.Content.Headers.ContentLength);
            Assert.Equal(get.Headers.ETag, response.Headers.ETag);
        });
        Assert.Empty(await again.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData(null, null, "If-None-Match", "{0}", true)]
    [InlineData(null, null, "If-None-Match", "\"other\", W/{0}", true)]
    [InlineData(null, null, "If-None-Match", "*", true)]
    [InlineData(null, null, "If-None-Match", "\"other\"", false)]
    [InlineData("ETag", "\"own\"", "If-None-Match", "\"own\"", true)]
    [InlineData("Last-Modified", "Tue, 15 Nov 1994 12:45:26 GMT", "If-Modified-Since", "Tue, 15 Nov 1994 12:45:26 GMT", true)]
    [InlineData("Last-Modified", "Tue, 15 Nov 1994 12:45:27 GMT", "If-Modified-Since", "Tue, 15 Nov 1994 12:45:26 GMT", false)]
    public async Task Get_ClientHasIt_NotModified(string? answered, string? value, string condition, string format, bool isKnown)
    {
        await using var lab = await StartAsync();
        Answer(lab, (connection, _) => connection.AnswerAsync(200, "body", answered is null ? ("X-A", "b") : (answered, value!)));
        using var first = await lab.SendAsync("GET", path: Station);

        using var second = await SendAsync(lab, Station, condition, string.Format(System.Globalization.CultureInfo.InvariantCulture, format, first.Headers.ETag));

        Assert.Equal(isKnown ? HttpStatusCode.NotModified : HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal(isKnown ? "" : "body", await second.Content.ReadAsStringAsync(Cancellation));
        Assert.Single(Requests(lab));
    }

    [Fact]
    public async Task Get_ConditionalFirst_WholeAnswerIsFetched()
    {
        await using var lab = await StartAsync();

        using var response = await SendAsync(lab, Station, "If-None-Match", "\"x\"");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("If-None-Match", Assert.Single(Requests(lab)).Headers.Keys);
    }

    [Theory]
    [InlineData("ITFrame-Consistency", "token")]
    [InlineData("Authorization", "Bearer x")]
    [InlineData("Range", "bytes=0-1")]
    [InlineData("Cache-Control", "no-cache")]
    [InlineData("Cache-Control", "max-age=0")]
    [InlineData("Pragma", "no-cache")]
    public async Task Get_RequestIsNotForTheCache_DestinationAnswers(string name, string value)
    {
        await using var lab = await StartAsync();
        using var cached = await lab.SendAsync("GET", path: Station);

        using var response = await SendAsync(lab, Station, name, value);

        Assert.Equal("ITFrame; fwd=request", Status(response));
        Assert.Equal(2, Requests(lab).Count);
        Assert.Equal(value, Requests(lab)[1].Headers.GetValueOrDefault(name) ?? Requests(lab)[0].Headers[name]);
    }

    [Theory]
    [InlineData("Cache-Control", "no-store")]
    [InlineData("Cache-Control", "max-age=60, private")]
    [InlineData("Cache-Control", "private=\"X-A\"")]
    [InlineData("Cache-Control", "no-cache")]
    [InlineData("Cache-Control", "max-age=x")]
    [InlineData("Cache-Control", "s-maxage=0, max-age=60")]
    [InlineData("Set-Cookie", "a=b")]
    [InlineData("Vary", "*")]
    public async Task Get_AnswerIsNotForTheCache_EveryClientGetsItsOwn(string name, string value)
    {
        await using var lab = await StartAsync();
        var count = 0;
        Answer(lab, (connection, _) => connection.AnswerAsync(200, $"{Interlocked.Increment(ref count)}", (name, value)));

        var bodies = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            using var response = await lab.SendAsync("GET", path: Station);
            bodies.Add(await response.Content.ReadAsStringAsync(Cancellation));
            Assert.Equal("ITFrame; fwd=miss", Status(response));
        }

        Assert.Equal(["1", "2", "3"], bodies);
    }

    [Theory]
    [InlineData("/player/demo", "/player/demo?x=1")]
    [InlineData("/player/a?b=c", "/player/a%3Fb=c")]
    [InlineData("/player/a", "/player/A")]
    public async Task Get_AnotherAddress_AnotherAnswer(string one, string other)
    {
        await using var lab = await StartAsync();

        using var first = await lab.SendAsync("GET", path: one);
        using var second = await lab.SendAsync("GET", path: other);

        Assert.Equal("ITFrame; fwd=miss; stored", Status(second));
        Assert.Equal(2, Requests(lab).Count);
    }

    [Theory]
    [InlineData("Host", "other.example", null)]
    // Scripts of other sites get headers that others do not, whatever the answer's Vary says.
    [InlineData("Origin", "https://player.example", null)]
    [InlineData("Accept-Language", "de", "accept-language, X-A")]
    public async Task Get_AnswerDependsOnHeader_OneEach(string name, string value, string? vary)
    {
        await using var lab = await StartAsync();
        Answer(lab, (connection, request) => connection.AnswerAsync(
            200, request.Headers.GetValueOrDefault(name == "Host" ? "X-Forwarded-Host" : name) ?? "none", vary is null ? ("X-A", "b") : ("Vary", vary)));

        for (var i = 0; i < 2; i++)
        {
            using var without = await lab.SendAsync("GET", path: Station);
            using var with = await SendAsync(lab, Station, name, value);
            Assert.NotEqual(await without.Content.ReadAsStringAsync(Cancellation), await with.Content.ReadAsStringAsync(Cancellation));
            Assert.All([without, with], response => Assert.StartsWith(i == 0 ? "ITFrame; fwd=miss" : "ITFrame; hit", Status(response), StringComparison.Ordinal));
        }

        Assert.Equal(2, Requests(lab).Count);
    }

    [Fact]
    public async Task Get_OtherPathsAndPeers_NotCached()
    {
        await using var lab = await StartAsync();

        foreach (var client in new[] { lab.Client, lab.PeerClient })
        {
            for (var i = 0; i < 2; i++)
            {
                using var response = await lab.SendAsync("GET", path: client == lab.Client ? "/cast/statistics/demo/key/x" : Station, client: client);
                Assert.False(response.Headers.Contains("Cache-Status"));
            }
        }

        Assert.Equal(4, Requests(lab).Count);
    }

    [Fact]
    public async Task Get_ManyAtOnce_OneFetch()
    {
        await using var lab = await StartAsync();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Answer(lab, async (connection, _) =>
        {
            await gate.Task;
            await connection.AnswerAsync(200, "body");
        });

        var asking = Enumerable.Range(0, 20).Select(_ => lab.SendAsync("GET", path: Station)).ToList();
        await GatewayLab.ConditionAsync(() => Task.FromResult(Requests(lab).Count > 0));
        gate.SetResult();
        var responses = await Task.WhenAll(asking);

        Assert.Single(Requests(lab));
        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
    }

    [Fact]
    public async Task Get_FirstClientGoesAway_OthersAreAnswered()
    {
        await using var lab = await StartAsync();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Answer(lab, async (connection, _) =>
        {
            await gate.Task;
            await connection.AnswerAsync(200, "body");
        });
        using var impatience = new CancellationTokenSource();
        var first = lab.Client.GetAsync(new Uri(Station, UriKind.Relative), impatience.Token);
        await GatewayLab.ConditionAsync(() => Task.FromResult(Requests(lab).Count > 0));
        var second = lab.SendAsync("GET", path: Station);

        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();

        using var response = await second;
        Assert.Equal("body", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Get_AnswerBreaksOffInItsBody_AnotherDestinationIsAsked()
    {
        // Without the cache the client has the header by then, and the answer is truncated.
        await using var lab = await StartAsync();
        lab.PreferApi1();
        lab.Api1.Script = ScriptedUpstream.ResetInBodyAsync;

        using var response = await lab.SendAsync("GET", path: Station);

        Assert.NotEqual("x", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, Requests(lab).Count);
    }

    [Fact]
    public async Task Get_AnswerIsTooLong_PassedOnWhole()
    {
        await using var lab = await StartAsync("--Gateway:Cache:BodyBytes=1000");
        var body = new string('x', 5000);
        Answer(lab, (connection, _) => connection.AnswerAsync(200, body));

        for (var i = 0; i < 2; i++)
        {
            using var response = await lab.SendAsync("GET", path: Station);
            Assert.Equal(body, await response.Content.ReadAsStringAsync(Cancellation));
            Assert.Equal("ITFrame; fwd=miss", Status(response));
        }
    }

    [Fact]
    public async Task Get_LongAnswer_HitIsWhole()
    {
        await using var lab = await StartAsync();
        var body = new string('x', 200_000);
        Answer(lab, (connection, _) => connection.AnswerAsync(200, body));

        for (var i = 0; i < 2; i++)
        {
            using var response = await lab.SendAsync("GET", path: Station);
            Assert.Equal(body, await response.Content.ReadAsStringAsync(Cancellation));
        }

        Assert.Single(Requests(lab));
    }

    [Fact]
    public async Task Store_ManyAddresses_MemoryIsBounded()
    {
        await using var lab = await StartAsync("--Gateway:Cache:Bytes=1048576", "--Gateway:Cache:BodyBytes=65536");
        var store = lab.Services.GetRequiredService<ResponseStore>();
        var freshness = new Freshness(TimeSpan.FromMinutes(1), TimeSpan.Zero, TimeSpan.Zero);

        for (var i = 0; i < 500; i++)
        {
            store.Add($"{i}", new StoredResponse(200, [], new byte[20_000], TimeSpan.Zero, freshness, [], TimeProvider.System));
            Assert.InRange(store.Bytes, 0, 1_048_576);
        }

        // It makes room in the background, and takes new ones again then.
        await GatewayLab.ConditionAsync(() =>
        {
            store.Add("last", new StoredResponse(200, [], new byte[20_000], TimeSpan.Zero, freshness, [], TimeProvider.System));
            return Task.FromResult(store.Find("last", new Microsoft.AspNetCore.Http.HeaderDictionary()) is not null);
        });
    }

    [Fact]
    public async Task Store_ManyVariants_OldestGivesWay()
    {
        await using var lab = await StartAsync();
        var store = lab.Services.GetRequiredService<ResponseStore>();
        var freshness = new Freshness(TimeSpan.FromMinutes(1), TimeSpan.Zero, TimeSpan.Zero);

        for (var i = 0; i < 40; i++)
        {
            store.Add("a", new StoredResponse(200, [], [], TimeSpan.Zero, freshness, [KeyValuePair.Create("Origin", $"{i}")], TimeProvider.System));
        }

        Assert.Null(store.Find("a", new Microsoft.AspNetCore.Http.HeaderDictionary { ["Origin"] = "0" }));
        Assert.NotNull(store.Find("a", new Microsoft.AspNetCore.Http.HeaderDictionary { ["Origin"] = "39" }));
        Assert.InRange(store.Bytes, 1, 16 * 1024);
    }
}
