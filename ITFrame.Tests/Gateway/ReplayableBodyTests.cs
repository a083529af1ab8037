using CsCheck;
using ITFrame.Gateway.Retries;
using Xunit;

namespace ITFrame.Tests.Gateway;

public sealed class ReplayableBodyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_Rewound_TheSameAgainAndThenTheRest()
    {
        await using var source = new MemoryStream([1, 2, 3, 4, 5, 6]);
        await using var body = new ReplayableBody(source, limit: 100);

        Assert.Equal([1, 2, 3], await ReadAsync(body, 3));
        body.Rewind();
        Assert.Equal([1, 2], await ReadAsync(body, 2));
        body.Rewind();

        Assert.Equal([1, 2, 3, 4, 5, 6], await ReadAsync(body, 100));
        body.Rewind();
        Assert.Equal([1, 2, 3, 4, 5, 6], await ReadAsync(body, 100));
    }

    [Fact]
    public async Task Read_BeyondTheLimit_PassesAllButCannotReplay()
    {
        await using var source = new MemoryStream([1, 2, 3, 4, 5, 6]);
        await using var body = new ReplayableBody(source, limit: 4);

        Assert.Equal([1, 2, 3], await ReadAsync(body, 3));
        Assert.True(body.CanReplay);
        body.Rewind();
        Assert.Equal([1, 2, 3, 4, 5, 6], await ReadAsync(body, 100));

        Assert.False(body.CanReplay);
        Assert.Throws<InvalidOperationException>(body.Rewind);
    }

    [Fact]
    public async Task Read_ExactlyTheLimit_CanReplay()
    {
        await using var source = new MemoryStream([1, 2, 3, 4]);
        await using var body = new ReplayableBody(source, limit: 4);

        await ReadAsync(body, 100);

        Assert.True(body.CanReplay);
    }

    [Fact]
    public void Read_AnySizesAndRewinds_IsTheBody()
        => Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[0, 250], Gen.Int[1, 50].Array[1, 30]).Sample((bytes, limit, steps) =>
        {
            using var source = new MemoryStream(bytes);
            using var body = new ReplayableBody(source, limit);
            var expected = new List<byte>();
            foreach (var step in steps)
            {
                if (step % 5 == 0 && body.CanReplay)
                {
                    body.Rewind();
                    expected.Clear();
                }

                var buffer = new byte[step];
                var read = body.ReadAsync(buffer, Cancellation).AsTask().GetAwaiter().GetResult();
                expected.AddRange(buffer[..read]);
            }

            return bytes.AsSpan(0, expected.Count).SequenceEqual(expected.ToArray());
        });

    private static async Task<byte[]> ReadAsync(ReplayableBody body, int count)
    {
        var bytes = new byte[count];
        var length = await body.ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false, Cancellation);
        return bytes[..length];
    }
}
