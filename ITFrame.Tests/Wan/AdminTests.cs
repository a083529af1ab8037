using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace ITFrame.Tests.Wan;

public sealed class AdminTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    [InlineData("test-token-and-more")]
    public async Task AnyRequest_WithoutTheToken_IsUnauthorized(string? token)
    {
        await using var lab = await WanLab.StartAsync();
        using var admin = lab.CreateAdmin(token);

        var get = await admin.GetAsync("/links", Cancellation);
        var put = await PutAsync(admin, "/links/london/frankfurt", """{"state":"cut"}""");
        var cut = await admin.PostAsync("/sites/london/cut", null, Cancellation);

        Assert.All([get, put, cut], response => AssertProblem(HttpStatusCode.Unauthorized, response));
        Assert.False(lab.Link.IsCut);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_WithoutTheToken_Answers(string path)
    {
        await using var lab = await WanLab.StartAsync();
        using var admin = lab.CreateAdmin(token: null);

        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync(path, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task GetLinks_ShowsConditionsStateAndConnections()
    {
        await using var lab = await WanLab.StartAsync(
            clock: null, "--Wan:Links:0:A=london", "--Wan:Links:0:B=frankfurt", "--Wan:Links:0:RoundTripMilliseconds=2");
        using var admin = lab.CreateAdmin();
        await lab.ConnectAsync();

        var link = (await admin.GetFromJsonAsync<JsonElement>("/links", Cancellation)).EnumerateArray().Single();

        Assert.Equal(
            """{"a":"london","b":"frankfurt","roundTripMilliseconds":2,"jitterMilliseconds":0,"lossPercent":0,"bandwidthMegabits":0,"state":"up","connections":1}""",
            link.GetRawText());
    }

    [Fact]
    public async Task PutLink_SomeFields_LeavesTheOthers()
    {
        await using var lab = await WanLab.StartAsync();
        using var admin = lab.CreateAdmin();
        await PutAsync(admin, "/links/london/frankfurt", """{"roundTripMilliseconds":10,"lossPercent":1}""");

        var response = await PutAsync(admin, "/links/frankfurt/london", """{"state":"cut","jitterMilliseconds":2}""");

        var link = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(10, link.GetProperty("roundTripMilliseconds").GetDouble());
        Assert.Equal(2, link.GetProperty("jitterMilliseconds").GetDouble());
        Assert.Equal(1, link.GetProperty("lossPercent").GetDouble());
        Assert.Equal("cut", link.GetProperty("state").GetString());
        Assert.True(lab.Link.IsCut);
    }

    [Fact]
    public async Task PutLink_WhatWasRead_IsAccepted()
    {
        await using var lab = await WanLab.StartAsync();
        using var admin = lab.CreateAdmin();
        var link = (await admin.GetFromJsonAsync<JsonElement>("/links", Cancellation)).EnumerateArray().Single();

        var response = await PutAsync(admin, "/links/london/frankfurt", link.GetRawText());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"roundTripMilliseconds":-1}""")]
    [InlineData("""{"lossPercent":100}""")]
    [InlineData("""{"roundTrip":1}""")]
    [InlineData("""{"state":"down"}""")]
    [InlineData("""{"jitterMilliseconds":"x"}""")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task PutLink_BadBody_IsBadRequest(string body)
    {
        await using var lab = await WanLab.StartAsync();
        using var admin = lab.CreateAdmin();

        AssertProblem(HttpStatusCode.BadRequest, await PutAsync(admin, "/links/london/frankfurt", body));
        Assert.False(lab.Link.IsCut);
    }

    [Fact]
    public async Task AnyLinkOrSite_Unknown_IsNotFound()
    {
        await using var lab = await WanLab.StartAsync();
        using var admin = lab.CreateAdmin();

        AssertProblem(HttpStatusCode.NotFound, await PutAsync(admin, "/links/london/paris", "{}"));
        AssertProblem(HttpStatusCode.NotFound, await admin.PostAsync("/links/london/paris/reset", null, Cancellation));
        AssertProblem(HttpStatusCode.NotFound, await admin.PostAsync("/sites/paris/cut", null, Cancellation));
        AssertProblem(HttpStatusCode.NotFound, await admin.GetAsync("/elsewhere", Cancellation));
    }

    [Fact]
    public async Task CutAndRestore_Site_AnswersWithTheLinks()
    {
        await using var lab = await WanLab.StartAsync();
        using var admin = lab.CreateAdmin();

        Assert.Equal("cut", await StateAfterAsync(admin, "/sites/london/cut"));
        Assert.Equal("up", await StateAfterAsync(admin, "/sites/london/restore"));
    }

    private static async Task<string?> StateAfterAsync(HttpClient admin, string path)
    {
        var response = await admin.PostAsync(path, null, Cancellation);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).EnumerateArray().Single().GetProperty("state").GetString();
    }

    private static async Task<HttpResponseMessage> PutAsync(HttpClient admin, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await admin.PutAsync(path, content, Cancellation);
    }

    private static void AssertProblem(HttpStatusCode status, HttpResponseMessage response)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }
}
