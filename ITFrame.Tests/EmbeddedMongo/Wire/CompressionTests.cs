using System.Buffers.Binary;
using ITFrame.EmbeddedMongo.Wire;
using ITFrame.EmbeddedMongo.Wire.Compression;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

public sealed class CompressionTests : IAsyncLifetime
{
    private static readonly CompressorSet All = new(CompressorSet.Names);

    private TestSet _set = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _set = await TestSet.StartAsync(1, Cancelled);

    public ValueTask DisposeAsync() => _set.DisposeAsync();

    [Theory]
    [InlineData("snappy")]
    [InlineData("zlib")]
    [InlineData("zstd")]
    public async Task Driver_WithACompressor_WritesAndReads(string compressor)
    {
        using var client = new MongoClient(_set.ConnectionString + "&compressors=" + compressor);
        var songs = client.GetDatabase("itframe").GetCollection<BsonDocument>("songs");
        await songs.InsertManyAsync(Enumerable.Range(0, 500).Select(i => new BsonDocument { { "_id", i }, { "text", new string('x', 2000) } }), cancellationToken: Cancelled);

        var all = await songs.Find(new BsonDocument()).Sort(new BsonDocument("_id", 1)).ToListAsync(Cancelled);

        Assert.Equal(Enumerable.Range(0, 500), all.Select(song => song["_id"].AsInt32));
        Assert.All(all, song => Assert.Equal(2000, song["text"].AsString.Length));
    }

    [Theory]
    [InlineData("snappy")]
    [InlineData("zlib")]
    [InlineData("zstd")]
    public async Task Request_Compressed_IsAnsweredInKind(string name)
    {
        var compressor = Find(name);
        await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);

        await connection.SendAsync(CompressedMessage.Pack(Echo(), compressor).ToArray(), Cancelled);
        var reply = await connection.ReceiveAsync(Cancelled);

        Assert.Equal((int)OpCode.Compressed, BinaryPrimitives.ReadInt32LittleEndian(reply.AsSpan(12)));
        var unpacked = CompressedMessage.Unpack(reply, All, out var used);
        Assert.Equal(name, used.Name);
        Assert.Equal((int)OpCode.Message, BinaryPrimitives.ReadInt32LittleEndian(unpacked.AsSpan(12)));
    }

    [Fact]
    public async Task Hello_Compressed_IsAnsweredPlainly()
    {
        await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);
        var hello = MessageBuilder.Message(1, 0, MessageFlags.None, new BsonDocument { { "hello", 1 }, { "text", new string('x', 500) }, { "$db", "admin" } });

        await connection.SendAsync(CompressedMessage.Pack(hello, Find("zlib")).ToArray(), Cancelled);
        var reply = await connection.ReceiveAsync(Cancelled);

        Assert.Equal((int)OpCode.Message, BinaryPrimitives.ReadInt32LittleEndian(reply.AsSpan(12)));
    }

    [Fact]
    public async Task Hello_Compressors_AreThoseInCommon()
    {
        await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);

        var some = await connection.RunAsync("admin", BsonDocument.Parse("{hello: 1, compression: ['zlib', 'snoopy', 'snappy']}"), Cancelled);
        var none = await connection.RunAsync("admin", BsonDocument.Parse("{hello: 1, compression: ['snoopy']}"), Cancelled);

        Assert.Equal(["zlib", "snappy"], some["compression"].AsBsonArray.Select(name => name.AsString));
        Assert.False(none.Contains("compression"));
    }

    [Theory]
    [InlineData("snappy", 1)]
    [InlineData("snappy", -1)]
    [InlineData("zlib", 1)]
    [InlineData("zlib", -1)]
    [InlineData("zstd", 1)]
    [InlineData("zstd", -1)]
    [InlineData("zlib", 48_000_000)]
    [InlineData("zlib", int.MinValue)]
    public async Task DeclaredSize_Wrong_ClosesTheConnection(string name, int difference)
    {
        var message = CompressedMessage.Pack(Echo(), Find(name)).ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(20), unchecked(BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(20)) + difference));

        await AssertClosesAsync(message);
    }

    [Theory]
    [InlineData("snappy")]
    [InlineData("zlib")]
    [InlineData("zstd")]
    public void Unpack_Garbage_IsMalformed(string name)
    {
        var message = CompressedMessage.Pack(Echo(), Find(name)).ToArray();
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var broken = message.ToArray();
            for (var change = random.Next(1, 8); change > 0; change--)
            {
                broken[random.Next(25, broken.Length)] = (byte)random.Next(256);
            }

            if (Record.Exception(() => CompressedMessage.Unpack(broken, All, out _)) is { } exception)
            {
                Assert.IsType<MalformedMessageException>(exception);
            }
        }
    }

    [Fact]
    public async Task Compressed_WithinCompressed_ClosesTheConnection()
    {
        var message = CompressedMessage.Pack(CompressedMessage.Pack(Echo(), Find("snappy")), Find("zlib")).ToArray();
        Assert.Equal((int)OpCode.Compressed, BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(16)));

        await AssertClosesAsync(message);
    }

    [Fact]
    public async Task Compressor_NotOffered_ClosesTheConnection()
    {
        var message = CompressedMessage.Pack(Echo(), Find("snappy")).ToArray();
        message[24] = 9;

        await AssertClosesAsync(message);
    }

    private static Compressor Find(string name) => All.Find(name switch { "snappy" => 1, "zlib" => 2, _ => 3 })!;

    // The error names the command, so that the reply is worth compressing as well.
    private static ArraySegment<byte> Echo() =>
        MessageBuilder.Message(1, 0, MessageFlags.None, new BsonDocument { { new string('x', 3000), 1 }, { "$db", "admin" }, { "noise", Convert.ToHexString(Noise()) } });

    private static byte[] Noise()
    {
        var bytes = new byte[300];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private async Task AssertClosesAsync(byte[] message)
    {
        await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);
        await connection.SendAsync(message, Cancelled);

        Assert.True(await connection.IsClosedAsync(Cancelled));
    }
}
