using System.Net;
using System.Net.Sockets;
using ITFrame.Drills.Clients;
using Xunit;

namespace ITFrame.Tests.Drills;

public sealed class DrillClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly ClientOptions Options = new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(30),
        Backoff = TimeSpan.FromMilliseconds(1),
        MaximumRetryAfter = TimeSpan.FromMilliseconds(1),
    };

    private static readonly ClientRequest Get = new(HttpMethod.Get, "/nowplaying/demo") { IsIdempotent = true, AttemptTimeout = TimeSpan.FromSeconds(30) };

    private static readonly ClientRequest Put = new(HttpMethod.Put, "/control/player/settings/a") { IsIdempotent = true, AttemptTimeout = TimeSpan.FromSeconds(30), Body = "{}"u8.ToArray() };

    private static readonly ClientRequest Post = new(HttpMethod.Post, "/cast/statistics/demo/key/store-song") { IsIdempotent = false, AttemptTimeout = TimeSpan.FromSeconds(30), Body = "{}"u8.ToArray() };

    [Fact]
    public async Task SendAsync_PreferredGatewayAnswers_UsesNoOther()
    {
        await using var first = ScriptedGateway.Always("first", GatewayAct.Ok);
        await using var second = ScriptedGateway.Always("second", GatewayAct.Ok);
        using var client = Client(first.Endpoint, second.Endpoint);

        for (var count = 0; count < 5; count++)
        {
            var response = await SendAsync(client, Get);
            Assert.Equal(ClientOutcome.Succeeded, response.Outcome);
            Assert.Equal("first", response.Gateway);
            Assert.Equal("scripted", response.ServedBy);
        }

        Assert.Equal(5, first.Requests.Count);
        Assert.Empty(second.Requests);
        // The raced connection is used, and kept alive.
        Assert.Equal(1, first.Connections);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("POST")]
    public async Task SendAsync_PreferredRefuses_AnyRequestGoesToTheOther(string method)
    {
        var first = await ScriptedGateway.RefusingAsync("first");
        await using var second = ScriptedGateway.Always("second", GatewayAct.Ok);
        using var client = Client(first, second.Endpoint);

        var response = await SendAsync(client, Request(method));

        Assert.Equal(ClientOutcome.Succeeded, response.Outcome);
        Assert.Single(second.Requests);
    }

    [Fact]
    public async Task SendAsync_WinnerRefusesLater_PostFallsBackBecauseNothingWasSent()
    {
        // Wins the race, answers once, closes the connection, and then listens no more.
        var first = new ScriptedGateway("first", _ => GatewayAct.Status(200, "Connection: close\r\n"));
        await using var second = ScriptedGateway.Always("second", GatewayAct.Ok);
        using var client = Client(first.Endpoint, second.Endpoint);
        Assert.Equal("first", (await SendAsync(client, Get)).Gateway);
        await first.DisposeAsync();

        var response = await SendAsync(client, Post);

        Assert.Equal(ClientOutcome.Succeeded, response.Outcome);
        Assert.Equal("second", response.Gateway);
        Assert.Equal((1, 0), (response.Fallbacks, response.Retries));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    public async Task SendAsync_PreferredResetsAfterSending_RepeatableRequestIsRetried(string method)
    {
        await using var first = ScriptedGateway.Always("first", GatewayAct.Reset);
        await using var second = ScriptedGateway.Always("second", GatewayAct.Ok);
        using var client = Client(first.Endpoint, second.Endpoint);

        var response = await SendAsync(client, Request(method));

        Assert.Equal(ClientOutcome.Succeeded, response.Outcome);
        Assert.Equal("second", response.Gateway);
        Assert.Equal(1, response.Retries);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    public async Task SendAsync_PreferredHangs_RepeatableRequestGoesOnAfterTheAttemptTimeout(string method)
    {
        await using var first = ScriptedGateway.Always("first", GatewayAct.Hang);
        await using var second = ScriptedGateway.Always("second", GatewayAct.Ok);
        using var client = Client(first.Endpoint, second.Endpoint);

        var response = await SendAsync(client, Request(method) with { AttemptTimeout = TimeSpan.FromMilliseconds(200) });

        Assert.Equal(ClientOutcome.Succeeded, response.Outcome);
        Assert.Equal("second", response.Gateway);
        Assert.Equal("second", (await SendAsync(client, Get)).Gateway);
        Assert.Single(first.Requests);
    }

    [Fact]
    public async Task SendAsync_PostIsResetAfterSending_OutcomeIsUnknownAndItIsNotRepeated()
    {
        await using var first = ScriptedGateway.Always("first", GatewayAct.Reset);
        await using var second = ScriptedGateway.Always("second", GatewayAct.Ok);
        using var client = Client(first.Endpoint, second.Endpoint);

        var response = await SendAsync(client, Post);

        Assert.Equal(ClientOutcome.Unknown, response.Outcome);
        Assert.True(response.MayHaveBeenSent);
        Assert.Single(first.Requests);
        Assert.Empty(second.Requests);
    }

    [Fact]
    public async Task SendAsync_PostHangs_OutcomeIsUnknown()
    {
        await using var first = ScriptedGateway.Always("first", GatewayAct.Hang);
        await using var second = ScriptedGateway.Always("second", GatewayAct.Ok);
        using var client = Client(first.Endpoint, second.Endpoint);

        var response = await SendAsync(client, Post with { AttemptTimeout = TimeSpan.FromMilliseconds(200) });

        Assert.Equal(ClientOutcome.Unknown, response.Outcome);
        Assert.Empty(second.Requests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task SendAsync_PreferredAnswers5xx_RepeatableRequestIsRetried(int status)
    {
        await using var first = ScriptedGateway.Always("first", GatewayAct.Status(status, "Retry-After: 1\r\n"));
        await using var second = ScriptedGateway.Always("second", GatewayAct.Ok);
        using var client = Client(first.Endpoint, second.Endpoint);

        var response = await SendAsync(client, Put);

        Assert.Equal(ClientOutcome.Succeeded, response.Outcome);
        Assert.Equal("second", response.Gateway);
        Assert.Equal(1, response.Retries);
    }

    [Theory]
    [InlineData(500, "Unknown")]
    [InlineData(502, "Unknown")]
    [InlineData(503, "Unavailable")]
    [InlineData(504, "Unknown")]
    [InlineData(401, "Rejected")]
    [InlineData(204, "Succeeded")]
    public async Task SendAsync_PostIsAnswered_OutcomeFollowsTheStatus(int status, string outcome)
    {
        await using var first = ScriptedGateway.Always("first", GatewayAct.Status(status));
        await using var second = ScriptedGateway.Always("second", GatewayAct.Ok);
        using var client = Client(first.Endpoint, second.Endpoint);

        var response = await SendAsync(client, Post);

        Assert.Equal(Enum.Parse<ClientOutcome>(outcome), response.Outcome);
        Assert.Equal(status, response.Status);
        Assert.Empty(second.Requests);
    }

    [Fact]
    public async Task SendAsync_BothAnswer503_RunsOutOfGatewaysAfterBothWereTriedTwice()
    {
        await using var first = ScriptedGateway.Always("first", GatewayAct.Status(503));
        await using var second = ScriptedGateway.Always("second", GatewayAct.Status(503));
        using var client = Client(first.Endpoint, second.Endpoint);

        var response = await SendAsync(client, Get);

        Assert.Equal(ClientOutcome.OutOfGateways, response.Outcome);
        Assert.Equal(503, response.Status);
        Assert.Equal(2, first.Requests.Count);
        Assert.Equal(2, second.Requests.Count);
    }

    [Fact]
    public async Task SendAsync_SecondRoundSucceeds_Succeeds()
    {
        await using var first = new ScriptedGateway("first", number => number == 0 ? GatewayAct.Status(503) : GatewayAct.Ok);
        await using var second = ScriptedGateway.Always("second", GatewayAct.Status(503));
        using var client = Client(first.Endpoint, second.Endpoint);

        Assert.Equal(ClientOutcome.Succeeded, (await SendAsync(client, Get)).Outcome);
    }

    [Fact]
    public async Task SendAsync_BothRefuse_PostRunsOutOfGatewaysAndWasNeverSent()
    {
        using var client = Client(await ScriptedGateway.RefusingAsync("first"), await ScriptedGateway.RefusingAsync("second"));

        var response = await SendAsync(client, Post);

        Assert.Equal(ClientOutcome.OutOfGateways, response.Outcome);
        Assert.False(response.MayHaveBeenSent);
    }

    [Fact]
    public async Task SendAsync_BothHang_RunsOutOfGatewaysAtTheDeadline()
    {
        await using var first = ScriptedGateway.Always("first", GatewayAct.Hang);
        await using var second = ScriptedGateway.Always("second", GatewayAct.Hang);
        using var client = Client(first.Endpoint, second.Endpoint);

        var response = await client.SendAsync(Get, TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);

        Assert.Equal(ClientOutcome.OutOfGateways, response.Outcome);
        Assert.Contains("deadline", response.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_DeadlineHasPassed_IsNotSent()
    {
        await using var gateway = ScriptedGateway.Always("first", GatewayAct.Ok);
        using var client = Client(gateway.Endpoint);

        var response = await client.SendAsync(Post, TimeSpan.FromSeconds(-1), TestContext.Current.CancellationToken);

        Assert.Equal(ClientOutcome.OutOfGateways, response.Outcome);
        Assert.Empty(gateway.Requests);
    }

    [Fact]
    public async Task SendAsync_RunIsCancelled_IsCancelled()
    {
        await using var gateway = ScriptedGateway.Always("first", GatewayAct.Hang);
        using var client = Client(gateway.Endpoint);
        using var cancelled = new CancellationTokenSource();

        var sending = client.SendAsync(Get, Patience, cancelled.Token);
        await Eventually.TrueAsync(() => gateway.Requests.Count == 1);
        await cancelled.CancelAsync();

        Assert.Equal(ClientOutcome.Cancelled, (await sending).Outcome);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task SendAsync_EveryConnectionIsResetBeforeItIsUsed_FailsAndDoesNotThrow(string method)
    {
        using var client = new DrillClient([new GatewayEndpoint("first", new Uri("http://first.test")), new GatewayEndpoint("second", new Uri("http://second.test"))], new ResettingDialer(), Options, TimeProvider.System);

        var response = await SendAsync(client, Request(method));

        Assert.NotEqual(ClientOutcome.Succeeded, response.Outcome);
        Assert.NotNull(response.Failure);
    }

    /// <summary>Connections that their other end has reset already.</summary>
    private sealed class ResettingDialer : IGatewayDialer
    {
        public async Task<Stream> ConnectAsync(GatewayEndpoint gateway, CancellationToken cancellationToken)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(listener.LocalEndpoint, cancellationToken);
            using (var other = await listener.AcceptSocketAsync(cancellationToken))
            {
                other.LingerState = new LingerOption(enable: true, seconds: 0);
            }

            Assert.True(socket.Poll(TimeSpan.FromSeconds(10), SelectMode.SelectRead), "The reset has arrived.");
            return new NetworkStream(socket, ownsSocket: true);
        }
    }

    private static DrillClient Client(params GatewayEndpoint[] preference)
        => new(preference, new GatewayDialer(router: null, Options.ConnectTimeout, TimeProvider.System), Options, TimeProvider.System);

    private static ClientRequest Request(string method) => method switch { "GET" => Get, "PUT" => Put, _ => Post };

    private static Task<ClientResponse> SendAsync(DrillClient client, ClientRequest request)
        => client.SendAsync(request, Patience, TestContext.Current.CancellationToken);
}
