using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using ITFrame.Api.Control.Cast;
using ITFrame.Api.TuneIn;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ITFrame.Tests.Api;

/// <summary>One hub in front of one member, for all tests that need the two and nothing of their own.</summary>
public sealed class HubFixture : IAsyncLifetime
{
    public const string DemoKey = "demo-key-of-the-tests";
    public const string CastToken = "cast-token-of-the-tests";
    public const string AppsToken = "apps-token-of-the-tests";
    public const string GitLabToken = "gitlab-token-of-the-tests";
    public const string AcmeToken = "acme-token-of-the-tests";
    public const string Password = "correct horse battery";

    internal MongoMember Member { get; private set; } = null!;

    internal ApiFactory Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Member = await MongoMember.StartAsync(TestContext.Current.CancellationToken);
        Api = CreateApi();
        await ReadyAsync(Api.CreateClient());
    }

    public async ValueTask DisposeAsync()
    {
        // Neither was started where only the hub's making is borrowed.
        if (Member is not null)
        {
            await Api.DisposeAsync();
            await Member.DisposeAsync();
        }
    }

    /// <summary>What leaves the hub: nothing does in tests.</summary>
    internal FakeTuneInAir TuneIn { get; } = new();

    internal FakeCanonicalNames Names { get; } = new();

    /// <summary>Another replica, as of another region.</summary>
    internal ApiFactory CreateApi(string? mongo = null, string site = "london") => new()
    {
        Mongo = mongo ?? Member.ConnectionString,
        Replace = services => services.AddSingleton<ITuneInAir>(TuneIn).AddSingleton<ICanonicalNames>(Names),
        Settings =
        {
            ["Api:DemoStationKey"] = DemoKey,
            ["Api:ServiceTokens:cast"] = CastToken,
            ["Api:ServiceTokens:apps"] = AppsToken,
            ["Api:ServiceTokens:gitlab"] = GitLabToken,
            ["Api:ServiceTokens:acme"] = AcmeToken,
            ["ITFRAME_SITE"] = site,
        },
    };

    /// <summary>A client of a new user who has the stations, which are there too.</summary>
    internal async Task<HttpClient> LogInAsync(params string[] stations)
    {
        var cancelled = TestContext.Current.CancellationToken;
        var email = $"{Guid.NewGuid():N}@example.test";
        var service = Api.CreateControlClient();
        foreach (var station in stations)
        {
            Assert.Equal(HttpStatusCode.OK, (await service.PutAsync($"/control/stations/{station}", null, cancelled)).StatusCode);
        }

        var user = new { password = Password, firstName = "Ada", products = stations.Select(username => new { username, name = "Station" }) };
        Assert.Equal(HttpStatusCode.OK, (await service.PutAsJsonAsync($"/control/users/{email}", user, cancelled)).StatusCode);
        var client = Api.CreateClient();
        var answer = await HttpAssert.JsonAsync(HttpStatusCode.OK, await client.PostAsJsonAsync("/authenticate", new { email, password = Password }, cancelled));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", answer.GetProperty("token").GetString());
        return client;
    }

    /// <summary>A client of who renews certificates.</summary>
    internal HttpClient CreateAcmeClient()
    {
        var client = Api.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AcmeToken);
        return client;
    }

    internal static async Task ReadyAsync(HttpClient client)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var response = await client.GetAsync("/health/ready", deadline.Token);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return;
            }

            await Task.Delay(20, deadline.Token);
        }
    }
}
