using ITFrame.EmbeddedMongo.Wire;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

/// <summary>Clients that stop in the middle of something; they must not cost the others anything.</summary>
public sealed class SlowClientTests : IAsyncLifetime
{
    private const int MaxConnections = 20;

    private TestSet _set = null!;

    // The member keeps one to itself, by which it has found out which host of the config it is.
    private int _ownConnections;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _set = await TestSet.StartAsync(1, Cancelled, configure: options => options with { MessageTimeout = TimeSpan.FromMilliseconds(300), MaxConnections = MaxConnections });
        _ownConnections = _set.Hosts[0]!.Member.ConnectionCount;
    }

    public ValueTask DisposeAsync() => _set.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(40)]
    public async Task Message_ThatDoesNotComplete_ClosesTheConnection(int bytes)
    {
        await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);
        await connection.SendAsync(Ping()[..bytes], Cancelled);

        Assert.True(await connection.IsClosedAsync(Cancelled));
        await AssertAnswersAsync();
    }

    [Fact]
    public async Task SecondMessage_ThatDoesNotComplete_ClosesTheConnection()
    {
        await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);
        await connection.RunAsync("admin", new BsonDocument("ping", 1), Cancelled);
        await connection.SendAsync(Ping()[..30], Cancelled);

        Assert.True(await connection.IsClosedAsync(Cancelled));
    }

    [Fact]
    public async Task Client_ThatIsSilentBetweenMessages_IsServedOn()
    {
        await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);
        await connection.RunAsync("admin", new BsonDocument("ping", 1), Cancelled);
        await using var other = await RawConnection.OpenAsync(_set.Port(0), Cancelled);
        await other.SendAsync(Ping()[..30], Cancelled);

        // When the one that stopped within a message is gone, the silent one has been silent for as long.
        Assert.True(await other.IsClosedAsync(Cancelled));
        Assert.Equal(1.0, (await connection.RunAsync("admin", new BsonDocument("ping", 1), Cancelled))["ok"]);
    }

    [Fact]
    public async Task Client_ThatNeverReads_IsClosedAndOthersAreServed()
    {
        await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);
        var large = new BsonDocument { { "insert", "songs" }, { "documents", new BsonArray { new BsonDocument { { "_id", 1 }, { "text", new string('x', 8_000_000) } } } } };
        Assert.Equal(1.0, (await connection.RunAsync("itframe", large, Cancelled))["ok"]);
        var find = MessageBuilder.Message(1, 0, MessageFlags.None, new BsonDocument { { "find", "songs" }, { "$db", "itframe" } }).ToArray();
        for (var i = 0; i < 20; i++)
        {
            await connection.SendAsync(find, Cancelled);
        }

        await Until.TrueAsync(() => _set.Hosts[0]!.Member.ConnectionCount == _ownConnections, "the connection is gone", Cancelled);
        await AssertAnswersAsync();
    }

    [Fact]
    public async Task Connections_BeyondTheLimit_AreClosedAtOnce()
    {
        var open = new List<RawConnection>();
        try
        {
            for (var i = 0; i < MaxConnections - _ownConnections; i++)
            {
                open.Add(await RawConnection.OpenAsync(_set.Port(0), Cancelled));
                await open[i].RunAsync("admin", new BsonDocument("ping", 1), Cancelled);
            }

            await using var oneTooMany = await RawConnection.OpenAsync(_set.Port(0), Cancelled);
            Assert.True(await oneTooMany.IsClosedAsync(Cancelled));
            await open[0].DisposeAsync();
            await Until.TrueAsync(AnswersAsync, "there is room again", Cancelled);
        }
        finally
        {
            foreach (var connection in open)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private static byte[] Ping() => MessageBuilder.Message(1, 0, MessageFlags.None, new BsonDocument { { "ping", 1 }, { "text", "some text" }, { "$db", "admin" } }).ToArray();

    private async Task AssertAnswersAsync() => Assert.True(await AnswersAsync());

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);
            return (await connection.RunAsync("admin", new BsonDocument("ping", 1), Cancelled))["ok"] == 1.0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
