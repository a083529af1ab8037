using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ITFrame.EmbeddedMongo.Hosting;
using ITFrame.EmbeddedMongo.Wire;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

/// <summary>Ten thousand clients that have said hello and nothing since, at a member in a process of its own.</summary>
public sealed class IdleConnectionTests : IDisposable
{
    private const int Wanted = 10_000;
    private const int MaxKilobytesEach = 40;

    private readonly string _directory = Directory.CreateTempSubdirectory("itframe-mongo-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Idle_TenThousand_CostLittleAndOthersAreServed()
    {
        var count = Math.Min(Wanted, FileHandles() - 500);
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(MemberHost).Assembly.Location, "--replSet", "rs", "--port", "0", "--dbpath", _directory, "--maxConns", $"{count + 10}" },
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var sockets = new List<Socket>(count);
        try
        {
            var port = await PortAsync(process);
            await using var connection = await RawConnection.OpenAsync(port, Cancelled);
            var before = await ResidentAsync(connection);
            var hello = MessageBuilder.Message(1, 0, MessageFlags.None, new BsonDocument { { "hello", 1 }, { "$db", "admin" } });
            var buffer = new byte[4096];
            for (var i = 0; i < count; i++)
            {
                // Reset at the end, so that the machine's ports are free at once.
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, LingerState = new LingerOption(true, 0) };
                sockets.Add(socket);
                await socket.ConnectAsync(IPAddress.Loopback, port, Cancelled);
                await socket.SendAsync(hello, Cancelled);
                Assert.NotEqual(0, await socket.ReceiveAsync(buffer, Cancelled));
            }

            var status = await connection.RunAsync("admin", new BsonDocument("serverStatus", 1), Cancelled);
            var each = (await ResidentAsync(connection) - before) * 1024.0 / count;
            TestContext.Current.TestOutputHelper?.WriteLine($"{count} idle connections, {each:F1} KiB each, over {before} MiB");
            Assert.True(status["connections"]["current"].ToInt32() > count, status["connections"].ToString());
            Assert.InRange(each, 0, MaxKilobytesEach);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<int> PortAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync(Cancelled) is { } line)
        {
            if (line.Split("port=") is [_, var rest])
            {
                // Read on, so that the pipe never fills up.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return int.Parse(rest.Split(' ')[0], CultureInfo.InvariantCulture);
            }
        }

        throw new InvalidOperationException("the member did not start");
    }

    private static async Task<int> ResidentAsync(RawConnection connection) =>
        (await connection.RunAsync("admin", new BsonDocument("serverStatus", 1), Cancelled))["mem"]["resident"].ToInt32();

    // The runtime raises the soft limit to the hard one by itself.
    private static int FileHandles() => !OperatingSystem.IsLinux() ? Wanted : File.ReadLines("/proc/self/limits")
        .Where(line => line.StartsWith("Max open files", StringComparison.Ordinal))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3])
        .Select(limit => limit == "unlimited" ? int.MaxValue : int.Parse(limit, CultureInfo.InvariantCulture))
        .Single();
}
