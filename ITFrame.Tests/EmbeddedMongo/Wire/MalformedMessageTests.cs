using System.Buffers.Binary;
using ITFrame.EmbeddedMongo.Wire;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

public sealed class MalformedMessageTests : IAsyncLifetime
{
    private TestSet _set = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _set = await TestSet.StartAsync(1, Cancelled);

    public ValueTask DisposeAsync() => _set.DisposeAsync();

    [Theory]
    [InlineData(15)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(48_000_001)]
    [InlineData(int.MaxValue)]
    public async Task Length_OutOfBounds_ClosesTheConnection(int length)
    {
        var message = Ping();
        BinaryPrimitives.WriteInt32LittleEndian(message, length);

        await AssertClosesAsync(message);
    }

    [Fact]
    public async Task OpCode_Unknown_ClosesTheConnection()
    {
        var message = Ping();
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(12), 1234);

        await AssertClosesAsync(message);
    }

    [Fact]
    public async Task Flags_UnknownRequiredBit_ClosesTheConnection()
    {
        var message = Ping();
        message[16] = 0b100;

        await AssertClosesAsync(message);
    }

    [Fact]
    public async Task Checksum_Wrong_ClosesTheConnection()
    {
        byte[] message = [.. Ping(), 1, 2, 3, 4];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        message[16] = 1;

        await AssertClosesAsync(message);
    }

    [Fact]
    public async Task RandomBytes_InAMessage_NeverEndTheMember()
    {
        var random = new Random(42);
        for (var i = 0; i < 300; i++)
        {
            var message = Ping();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                message[random.Next(16, message.Length)] = (byte)random.Next(256);
            }

            await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);
            await connection.SendAsync(message, Cancelled);
        }

        await AssertAnswersAsync();
    }

    private static byte[] Ping() =>
        MessageBuilder.Message(1, 0, MessageFlags.None, new BsonDocument { { "ping", 1 }, { "text", "some text" }, { "$db", "admin" } }).ToArray();

    private async Task AssertClosesAsync(byte[] message)
    {
        await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);
        await connection.SendAsync(message, Cancelled);

        Assert.True(await connection.IsClosedAsync(Cancelled));
        await AssertAnswersAsync();
    }

    private async Task AssertAnswersAsync()
    {
        await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);
        Assert.Equal(1.0, (await connection.RunAsync("admin", new BsonDocument("ping", 1), Cancelled))["ok"]);
    }
}
