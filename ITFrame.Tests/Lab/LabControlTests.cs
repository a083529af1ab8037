using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ITFrame.Tests.Support;
using Xunit;

namespace ITFrame.Tests.Lab;

/// <summary>What the console's map asks lab control for.</summary>
[Collection(LabCollection.Name)]
public sealed class LabControlTests(LabFixture lab)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReplicaSet_OfAHealthyLab_HasOnePrimaryAndMembersThatKeepUp()
    {
        await lab.MendAsync(Cancellation);

        var set = await lab.Control.GetFromJsonAsync<JsonElement>("replica-set", Cancellation);

        var members = set.GetProperty("members").EnumerateArray().ToList();
        Assert.Equal(["amsterdam", "frankfurt", "london"], members.Select(member => Text(member, "site")).Order(StringComparer.Ordinal));
        var primary = Assert.Single(members, member => Text(member, "role") == "primary");
        Assert.Equal(Text(primary, "name"), Text(set, "primary"));
        Assert.Equal(set.GetProperty("term").GetInt64(), primary.GetProperty("term").GetInt64());
        Assert.All(members, member =>
        {
            Assert.Equal($"mongo-{Text(member, "site")}", Text(member, "name"));
            Assert.Equal($"mongo.{Text(member, "site")}.itframe.test:27017", Text(member, "host"));
            Assert.InRange(member.GetProperty("lagSeconds").GetDouble(), 0, 15);
        });
    }

    [Fact]
    public async Task Environment_OfAReplica_ShowsWhatItIsToldAndNoSecret()
    {
        var text = await lab.Control.GetStringAsync("resources/api-london-1/environment", Cancellation);

        var variables = JsonElement.Parse(text).EnumerateArray().ToDictionary(variable => Text(variable, "name")!);
        Assert.Equal("london", Text(variables["ITFRAME_SITE"], "value"));
        Assert.False(variables["ITFRAME_SITE"].GetProperty("isSecret").GetBoolean());
        var token = variables["Api__ControlToken"];
        Assert.True(token.GetProperty("isSecret").GetBoolean());
        Assert.Equal(JsonValueKind.Null, token.GetProperty("value").ValueKind);
        foreach (var secret in new[] { lab.DemoKey, Text(lab.State, "controlToken")!, Text(lab.State, "apiControlToken")! })
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(variables.Values, variable => variable.GetProperty("isSecret").GetBoolean() != (variable.GetProperty("value").ValueKind == JsonValueKind.Null));
        await AssertProblemAsync(HttpStatusCode.NotFound, () => lab.Control.GetAsync(new Uri("resources/nobody/environment", UriKind.Relative), Cancellation));
    }

    [Fact]
    public async Task Restore_LinkThatWasSlowedDown_IsAsTheLabIsConfigured()
    {
        await lab.MendAsync(Cancellation);
        var before = await LinkAsync("london", "frankfurt");

        using (var slowed = await lab.Control.PutAsJsonAsync("links/london/frankfurt", new { roundTripMilliseconds = 123.0, lossPercent = 4.0, state = "cut" }, Cancellation))
        {
            Assert.Equal(HttpStatusCode.OK, slowed.StatusCode);
        }

        var broken = await LinkAsync("london", "frankfurt");
        Assert.Equal((123, 4, "cut"), (broken.RoundTrip, broken.Loss, broken.State));
        // The other way round is the same link.
        using (var restored = await lab.Control.PostAsync(new Uri("links/frankfurt/london/restore", UriKind.Relative), content: null, Cancellation))
        {
            Assert.Equal(HttpStatusCode.OK, restored.StatusCode);
        }

        Assert.Equal("up", before.State);
        Assert.Equal(before, await LinkAsync("london", "frankfurt"));
        await AssertProblemAsync(HttpStatusCode.NotFound, () => lab.Control.PostAsync(new Uri("links/london/atlantis/restore", UriKind.Relative), content: null, Cancellation));
        await lab.WaitUntilHealthyAsync(Cancellation);
    }

    [Theory]
    [InlineData("GET", "replica-set")]
    [InlineData("GET", "resources/api-london-1/environment")]
    [InlineData("POST", "links/london/frankfurt/restore")]
    public async Task Any_WithoutTheToken_IsRefused(string method, string path)
    {
        using var stranger = LabClient.Create(lab.State, "controlUrl");
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));

        using var response = await stranger.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private async Task<(double RoundTrip, double Jitter, double Loss, double Bandwidth, string? State)> LinkAsync(string a, string b)
    {
        var links = await lab.Control.GetFromJsonAsync<JsonElement>("links", Cancellation);
        var link = links.EnumerateArray().Single(link => (Text(link, "a"), Text(link, "b")) == (a, b) || (Text(link, "a"), Text(link, "b")) == (b, a));
        double Of(string name) => link.GetProperty(name).GetDouble();
        return (Of("roundTripMilliseconds"), Of("jitterMilliseconds"), Of("lossPercent"), Of("bandwidthMegabits"), Text(link, "state"));
    }

    private static async Task AssertProblemAsync(HttpStatusCode status, Func<Task<HttpResponseMessage>> ask)
    {
        using var response = await ask();
        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
