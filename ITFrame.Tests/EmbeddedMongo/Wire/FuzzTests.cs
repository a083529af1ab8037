using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Wire;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

/// <summary>
/// Bad input of every kind, while a good client goes on and must not notice. ITFRAME_FUZZ_SECONDS says for how long.
/// What is sent is the same in every run, so that one that passed passes again; ITFRAME_FUZZ_SEED=random, or a number, sends
/// something else. What another seed finds becomes a test of its own.
/// </summary>
public sealed class FuzzTests
{
    private const int DefaultSeed = 593558490;

    private const int FramesPerConnection = 25;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BadMessages_NeverDisturbTheMemberOrAnotherClient()
    {
        var seconds = Number("ITFRAME_FUZZ_SECONDS") ?? 5;
        var seed = Environment.GetEnvironmentVariable("ITFRAME_FUZZ_SEED") == "random" ? Random.Shared.Next(int.MaxValue - 1) : Number("ITFRAME_FUZZ_SEED") ?? DefaultSeed;
        await using var set = await TestSet.StartAsync(1, Cancelled, configure: options => options with { MessageTimeout = TimeSpan.FromSeconds(2) });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        end.CancelAfter(TimeSpan.FromSeconds(seconds));
        var failures = new ConcurrentDictionary<string, int>();
        try
        {
            var good = GoodClientAsync(set.Port(0), end.Token);
            var sent = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => Task.Run(() => BadClientAsync(set.Port(0), seed + i, failures, end.Token), Cancelled)));
            var written = await good;

            await using var connection = await RawConnection.OpenAsync(set.Port(0), Cancelled);
            var count = await connection.RunAsync("good", new BsonDocument("count", "songs"), Cancelled);
            Assert.Equal(written, count["n"].ToInt32());
            Assert.True(sent.Sum() > 100, "hardly anything was sent");
            TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {sent.Sum()} bad messages in {seconds} s, {written} writes and reads of the good client beside them");
            Assert.True(failures.IsEmpty, "internal errors: " + string.Join("; ", failures.Select(failure => $"{failure.Value} x {failure.Key}")));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Assert.Fail($"with seed {seed} (ITFRAME_FUZZ_SEED repeats it): {exception}");
        }
    }

    /// <summary>Writes and reads back, and gets only what is its own; returns how many it has written.</summary>
    private static async Task<int> GoodClientAsync(int port, CancellationToken end)
    {
        await using var connection = await RawConnection.OpenAsync(port, Cancelled);
        var number = 0;
        while (!end.IsCancellationRequested)
        {
            var song = new BsonDocument { { "_id", number }, { "text", $"song {number} by the good client" } };
            var insert = await connection.RunAsync("good", new BsonDocument { { "insert", "songs" }, { "documents", new BsonArray { song } } }, Cancelled);
            Assert.True(insert["ok"] == 1.0 && insert["n"] == 1, insert.ToString());
            var find = await connection.RunAsync("good", new BsonDocument { { "find", "songs" }, { "filter", new BsonDocument("_id", number) } }, Cancelled);
            Assert.Equal(song, find["cursor"]["firstBatch"].AsBsonArray.Single());
            number++;
        }

        return number;
    }

    private static async Task<int> BadClientAsync(int port, int seed, ConcurrentDictionary<string, int> failures, CancellationToken end)
    {
        var fuzzer = new MessageFuzzer(seed);
        var sent = 0;
        while (!end.IsCancellationRequested)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, LingerState = new LingerOption(true, 0) };
            await socket.ConnectAsync(IPAddress.Loopback, port, Cancelled);
            var reading = ReadAsync(socket, failures);
            try
            {
                for (var i = 0; i < FramesPerConnection && !end.IsCancellationRequested; i++)
                {
                    using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
                    await socket.SendAsync(fuzzer.Next(), limit.Token);
                    sent++;
                }
            }
            catch (SocketException)
            {
                // The member has closed the connection, as it should.
            }

            // What was sent last gets a moment to be answered; then it is cut off, however far it is.
            await Task.WhenAny(reading, Task.Delay(TimeSpan.FromMilliseconds(20), Cancelled));
            socket.Dispose();
            await reading;
        }

        return sent;
    }

    private static async Task ReadAsync(Socket socket, ConcurrentDictionary<string, int> failures)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        try
        {
            while (true)
            {
                var length = new byte[sizeof(int)];
                await stream.ReadExactlyAsync(length, Cancelled);
                var message = new byte[BitConverter.ToInt32(length)];
                await stream.ReadExactlyAsync(message.AsMemory(sizeof(int)), Cancelled);
                if (BitConverter.ToInt32(message, 12) == (int)OpCode.Message)
                {
                    var reply = BsonCodec.Decode(message, 21, message.Length - 21);
                    if (reply.GetValue("code", 0) == 1)
                    {
                        failures.AddOrUpdate(reply["errmsg"].ToString()!, 1, (_, count) => count + 1);
                    }
                }
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // Closed by one side or the other.
        }
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
