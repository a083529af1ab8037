using System.IO.Pipelines;
using CsCheck;
using ITFrame.Gateway.Retries;
using Xunit;

namespace ITFrame.Tests.Gateway;

public sealed class ReplayableBodyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_OnceMore_TheSameAgainAndThenTheRest()
    {
        await using var source = new MemoryStream([1, 2, 3, 4, 5, 6]);
        await using var body = new ReplayableBody(source, limit: 100);

        Assert.Equal([1, 2, 3], await ReadAsync(body.OpenReader(), 3));
        Assert.Equal([1, 2], await ReadAsync(body.OpenReader(), 2));
        Assert.Equal([1, 2, 3, 4, 5, 6], await ReadAsync(body.OpenReader(), 100));
        Assert.Equal([1, 2, 3, 4, 5, 6], await ReadAsync(body.OpenReader(), 100));
    }

    [Fact]
    public async Task Read_BeyondTheLimit_PassesAllButCannotReplay()
    {
        await using var source = new MemoryStream([1, 2, 3, 4, 5, 6]);
        await using var body = new ReplayableBody(source, limit: 4);

        Assert.Equal([1, 2, 3], await ReadAsync(body.OpenReader(), 3));
        Assert.True(body.CanReplay);
        Assert.Equal([1, 2, 3, 4, 5, 6], await ReadAsync(body.OpenReader(), 100));

        Assert.False(body.CanReplay);
        Assert.Throws<InvalidOperationException>(body.OpenReader);
    }

    [Fact]
    public async Task Read_ExactlyTheLimit_CanReplay()
    {
        await using var source = new MemoryStream([1, 2, 3, 4]);
        await using var body = new ReplayableBody(source, limit: 4);

        Assert.Equal([1, 2, 3, 4], await ReadAsync(body.OpenReader(), 100));

        Assert.True(body.CanReplay);
        Assert.Equal([1, 2, 3, 4], await ReadAsync(body.OpenReader(), 100));
    }

    [Fact]
    public async Task Read_AttemptEndsWhileItWaitsForTheClient_NextOneGetsWhatComes()
    {
        var client = new Pipe();
        await using var body = new ReplayableBody(client.Reader.AsStream(), limit: 100);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var first = body.OpenReader().ReadAsync(new byte[10], ended.Token).AsTask();
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        var second = ReadAsync(body.OpenReader(), 3);
        await client.Writer.WriteAsync(new byte[] { 1, 2, 3 }, Cancellation);

        Assert.Equal([1, 2, 3], await second);
    }

    [Fact]
    public async Task Dispose_ReadIsUnderWay_EndsIt()
    {
        var client = new Pipe();
        var body = new ReplayableBody(client.Reader.AsStream(), limit: 100);
        var read = body.OpenReader().ReadAsync(new byte[10], Cancellation).AsTask();

        await body.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        await client.Writer.WriteAsync(new byte[] { 1 }, Cancellation);
        Assert.True(client.Reader.TryRead(out _));
    }

    [Fact]
    public void Read_AnySizesAndAttempts_IsTheBody()
        => Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[0, 250], Gen.Int[1, 50].Array[1, 30]).Sample((bytes, limit, steps) =>
        {
            using var source = new MemoryStream(bytes);
            var body = new ReplayableBody(source, limit);
            var reader = body.OpenReader();
            var expected = new List<byte>();
            foreach (var step in steps)
            {
                if (step % 5 == 0 && body.CanReplay)
                {
                    reader = body.OpenReader();
                    expected.Clear();
                }

                var buffer = new byte[step];
                var read = reader.ReadAsync(buffer, Cancellation).AsTask().GetAwaiter().GetResult();
                expected.AddRange(buffer[..read]);
            }

            return bytes.AsSpan(0, expected.Count).SequenceEqual(expected.ToArray());
        });

    private static async Task<byte[]> ReadAsync(Stream reader, int count)
    {
        var bytes = new byte[count];
        var length = await reader.ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false, Cancellation);
        return bytes[..length];
    }
}
