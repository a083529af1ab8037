using System.Buffers.Binary;
using ITFrame.EmbeddedMongo.Bson;
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
    public async Task Checksum_Right_IsAnswered()
    {
        byte[] message = [.. Ping(), 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        message[16] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(message.Length - 4), Checksum.Compute(message.AsSpan(0, message.Length - 4)));
        await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);

        await connection.SendAsync(message, Cancelled);

        Assert.Equal(1, BinaryPrimitives.ReadInt32LittleEndian((await connection.ReceiveAsync(Cancelled)).AsSpan(8)));
    }

    [Fact]
    public async Task Text_NotUtf8_ClosesTheConnection()
    {
        var message = Ping();
        message[message.AsSpan().IndexOf("some text"u8)] = 0xc3;

        await AssertClosesAsync(message);
    }

    [Fact]
    public async Task Nesting_TooDeep_ClosesTheConnection()
    {
        byte[] nested = [5, 0, 0, 0, 0];
        for (var i = 0; i < 250; i++)
        {
            nested = [.. BitConverter.GetBytes(nested.Length + 8), 3, (byte)'a', 0, .. nested, 0];
        }

        byte[] message = [.. Ping()[..21], .. nested];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);

        await AssertClosesAsync(message);
    }

    [Fact]
    public async Task Sequence_WithMoreDocumentsThanABatchMayHave_ClosesTheConnection()
    {
        var documents = Enumerable.Repeat<byte[]>([5, 0, 0, 0, 0], 100_001).SelectMany(document => document).ToArray();
        byte[] message = [.. Ping(), 1, .. BitConverter.GetBytes(4 + 2 + documents.Length), (byte)'a', 0, .. documents];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);

        await AssertClosesAsync(message);
    }

    [Fact]
    public async Task Message_CutOffByTheClient_DoesNoHarm()
    {
        await using (var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled))
        {
            await connection.SendAsync(Ping()[..30], Cancelled);
        }

        await AssertAnswersAsync();
    }

    [Fact]
    public async Task MoreToCome_OnARequest_IsNotAnswered()
    {
        var silent = Ping();
        silent[16] = (byte)MessageFlags.MoreToCome;
        var loud = Ping();
        BinaryPrimitives.WriteInt32LittleEndian(loud.AsSpan(4), 77);
        await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);

        await connection.SendAsync([.. silent, .. loud], Cancelled);

        Assert.Equal(77, BinaryPrimitives.ReadInt32LittleEndian((await connection.ReceiveAsync(Cancelled)).AsSpan(8)));
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
