using System.Diagnostics;
using System.Globalization;
using ITFrame.EmbeddedMongo.Hosting;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

/// <summary>A member as a process of its own, which is killed when it is disposed.</summary>
internal sealed class MemberProcess : IDisposable
{
    private MemberProcess(Process process, int port)
    {
        Process = process;
        Port = port;
    }

    public Process Process { get; }

    public int Port { get; }

    public static Process Launch(string directory, int port, params string[] options)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(MemberHost).Assembly.Location, "--replSet", "rs", "--port", port.ToString(CultureInfo.InvariantCulture), "--dbpath", directory },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var option in options)
        {
            start.ArgumentList.Add(option);
        }

        return Process.Start(start)!;
    }

    /// <exception cref="InvalidOperationException">The member ended instead; the message is what it wrote to standard error.</exception>
    public static async Task<MemberProcess> StartAsync(string directory, int port, CancellationToken cancellationToken, params string[] options)
    {
        var process = Launch(directory, port, options);
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Split("port=") is [_, var rest])
            {
                // Read on, so that the pipe never fills up.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new MemberProcess(process, int.Parse(rest.Split(' ')[0], CultureInfo.InvariantCulture));
            }
        }

        var error = await process.StandardError.ReadToEndAsync(cancellationToken);
        process.Dispose();
        throw new InvalidOperationException("the member did not start: " + error);
    }

    /// <summary>Makes the member a set of its own, and waits until it takes writes.</summary>
    public async Task InitiateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await RawConnection.OpenAsync(Port, cancellationToken);
        var config = BsonDocument.Parse($"{{_id: 'rs', members: [{{_id: 0, host: '127.0.0.1:{Port}'}}]}}");
        await connection.RunAsync("admin", new BsonDocument("replSetInitiate", config), cancellationToken);
        await WaitUntilWritableAsync(cancellationToken);
    }

    public async Task WaitUntilWritableAsync(CancellationToken cancellationToken)
    {
        await using var connection = await RawConnection.OpenAsync(Port, cancellationToken);
        await Until.TrueAsync(
            async () => (await connection.RunAsync("admin", new BsonDocument("hello", 1), cancellationToken)).GetValue("isWritablePrimary", false).AsBoolean,
            "the member is primary",
            cancellationToken);
    }

    /// <param name="name">The signal's name without SIG.</param>
    /// <param name="cancellationToken">Ends the wait for the signal to be sent.</param>
    public async Task SignalAsync(string name, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-" + name, Process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Ends the process as kill -9 does.</summary>
    public void Dispose()
    {
        Process.Kill();
        Process.WaitForExit();
        Process.Dispose();
    }
}
