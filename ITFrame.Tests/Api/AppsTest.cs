using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace ITFrame.Tests.Api;

[Collection(HubCollection.Name)]
public sealed class AppsTest(HubFixture hub)
{
    private readonly string _station = $"s{Guid.NewGuid():N}";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task App_FromRequestToTheStore_GoesThroughItsStates()
    {
        var owner = await hub.LogInAsync(_station);
        var nothing = await owner.GetFromJsonAsync<JsonElement>($"/control/apps/{_station}", Cancelled);
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (nothing.GetProperty("android").ValueKind, nothing.GetProperty("iOS").ValueKind));

        var request = new { username = _station, platform = "iOS", request = new { name = "Radio", description = "Two\nlines" } };
        Assert.Equal(HttpStatusCode.OK, (await owner.PostAsJsonAsync("/control/apps", request, Cancelled)).StatusCode);
        await HttpAssert.ProblemAsync(HttpStatusCode.Conflict, await owner.PostAsJsonAsync("/control/apps", request, Cancelled));
        Assert.Equal("pending", await StatusAsync(owner));

        await ChangeAsync(owner);
        Assert.Equal("pending", await StatusAsync(owner));
        await NotifyAsync("iOS-app-approved", HttpStatusCode.Conflict);
        await NotifyAsync("iOS-app-done", HttpStatusCode.OK);
        Assert.Equal("submitted", await StatusAsync(owner));
        await NotifyAsync("app-rejected", HttpStatusCode.UnprocessableEntity, reason: "");
        await NotifyAsync("app-rejected", HttpStatusCode.OK, reason: "Too loud");
        Assert.Equal("rejected", await StatusAsync(owner));
        await ChangeAsync(owner);
        Assert.Equal("pendingUpdate", await StatusAsync(owner));
        await NotifyAsync("iOS-app-done", HttpStatusCode.OK);
        await NotifyAsync("iOS-app-approved", HttpStatusCode.OK);
        Assert.Equal("approved", await StatusAsync(owner));
        await NotifyAsync("android-app-done", HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Notify_OtherToken_IsForbidden()
        => await HttpAssert.ProblemAsync(
            HttpStatusCode.Forbidden,
            await hub.Api.CreateClient().PostAsJsonAsync("/internal/apps/notify-client-iOS-app-done", new { token = HubFixture.CastToken, username = _station }, Cancelled));

    [Fact]
    public async Task InternalReads_OfAStation_AreWhatAppsShow()
    {
        var client = hub.Api.CreateClient();
        Assert.Equal(
            "https://demo.itframe.test/streams/128kbps",
            (await client.GetFromJsonAsync<JsonElement>("/internal/apps/get-stream-url/demo", Cancelled)).GetProperty("streamUrl").GetString());
        Assert.Equal("Now Playing", (await client.GetFromJsonAsync<JsonElement>("/internal/apps/get-now-playing/demo", Cancelled)).GetProperty("streamTitle").GetString());
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await client.GetAsync($"/internal/apps/get-server?username={_station}", Cancelled));
        await client.PostAsJsonAsync("/internal/apps/set-server", new { token = HubFixture.AppsToken, username = _station, serverName = "Opal" }, Cancelled);
        Assert.Equal("Opal", (await client.GetFromJsonAsync<JsonElement>($"/internal/apps/get-server?username={_station}", Cancelled)).GetProperty("server").GetString());
    }

    [Fact]
    public async Task Support_OneCustomersTicket_IsTheirsAlone()
    {
        var one = await hub.LogInAsync();
        var other = await hub.LogInAsync();
        var opened = await one.PostAsJsonAsync("/control/support/tickets", new { subject = "Silence", message = "No\nsound" }, Cancelled);
        // The client follows the redirect, but takes the token off before; browsers keep it within one origin.
        var ticket = await one.GetFromJsonAsync<JsonElement>(opened.RequestMessage!.RequestUri, Cancelled);
        var id = ticket.GetProperty("ticket").GetProperty("id").GetString();

        Assert.Equal(HttpStatusCode.NoContent, (await one.PostAsJsonAsync($"/control/support/tickets/{id}/replies", new { message = "Still none" }, Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await one.PutAsJsonAsync($"/control/support/tickets/{id}/status", new { status = "Closed" }, Cancelled)).StatusCode);

        var replies = await one.GetFromJsonAsync<JsonElement>($"/control/support/tickets/{id}/replies", Cancelled);
        Assert.Equal(["No\nsound", "Still none"], replies.GetProperty("replies").EnumerateArray().Select(reply => reply.GetProperty("message").GetString()));
        Assert.Equal("Closed", (await one.GetFromJsonAsync<JsonElement>("/control/support/tickets", Cancelled)).GetProperty("tickets")[0].GetProperty("status").GetString());
        Assert.Equal(0, (await other.GetFromJsonAsync<JsonElement>("/control/support/tickets", Cancelled)).GetProperty("tickets").GetArrayLength());
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await other.GetAsync($"/control/support/tickets/{id}", Cancelled));
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await other.GetAsync($"/control/support/tickets/{id}/replies", Cancelled));
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await other.PostAsJsonAsync($"/control/support/tickets/{id}/replies", new { message = "x" }, Cancelled));
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await other.PutAsJsonAsync($"/control/support/tickets/{id}/status", new { status = "Open" }, Cancelled));
    }

    private async Task<string?> StatusAsync(HttpClient owner)
        => (await owner.GetFromJsonAsync<JsonElement>($"/control/apps/{_station}", Cancelled)).GetProperty("iOS").GetProperty("status").GetString();

    private async Task ChangeAsync(HttpClient owner)
        => Assert.Equal(HttpStatusCode.OK, (await owner.PutAsJsonAsync($"/control/apps/{_station}", new { platform = "iOS", request = new { name = "Radio 2" } }, Cancelled)).StatusCode);

    private async Task NotifyAsync(string what, HttpStatusCode status, string? reason = null)
    {
        var body = new { token = HubFixture.AppsToken, username = _station, reason };
        Assert.Equal(status, (await hub.Api.CreateClient().PostAsJsonAsync($"/internal/apps/notify-client-{what}", body, Cancelled)).StatusCode);
    }
}
