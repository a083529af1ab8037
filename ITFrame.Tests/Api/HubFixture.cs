using System.Net;
using Xunit;

namespace ITFrame.Tests.Api;

/// <summary>One hub in front of one member, for all tests that need the two and nothing of their own.</summary>
public sealed class HubFixture : IAsyncLifetime
{
    public const string DemoKey = "demo-key-of-the-tests";
    public const string CastToken = "cast-token-of-the-tests";
    public const string AppsToken = "apps-token-of-the-tests";

    internal MongoMember Member { get; private set; } = null!;

    internal ApiFactory Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Member = await MongoMember.StartAsync(TestContext.Current.CancellationToken);
        Api = CreateApi(Member.ConnectionString);
        await ReadyAsync(Api.CreateClient());
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Member.DisposeAsync();
    }

    internal static ApiFactory CreateApi(string mongo, string site = "london") => new()
    {
        Mongo = mongo,
        Settings =
        {
            ["Api:DemoStationKey"] = DemoKey,
            ["Api:ServiceTokens:cast"] = CastToken,
            ["Api:ServiceTokens:apps"] = AppsToken,
            ["ITFRAME_SITE"] = site,
        },
    };

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
