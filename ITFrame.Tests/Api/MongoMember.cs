using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.Api;

/// <summary>A replica set of one embedded member, as a process of its own with a directory of its own.</summary>
internal sealed class MongoMember : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _directory = Directory.CreateTempSubdirectory("itframe-api-test-").FullName;
    private readonly int _port = FreePort();
    private readonly List<string> _output = [];
    private Process? _process;

    /// <param name="site">The site that the set's configuration puts it in.</param>
    internal MongoMember(string site = "london") => Site = site;

    public string Site { get; }

    public string Host => $"127.0.0.1:{_port}";

    public string ConnectionString => $"mongodb://{Host}/itframe?replicaSet=itframe";

    public IMongoDatabase Database => new MongoClient(ConnectionString).GetDatabase("itframe");

    /// <summary>Starts the member, makes a set of it, and waits until it is the primary.</summary>
    public static async Task<MongoMember> StartAsync(CancellationToken cancellationToken)
    {
        var member = new MongoMember();
        try
        {
            member.Start();
            await member.InitiateAsync([member], cancellationToken);
            return member;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await member.DisposeAsync();
            throw new InvalidOperationException($"The member did not start: {string.Join('\n', member._output)}", exception);
        }
    }

    public void Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "ITFrame.EmbeddedMongo.dll"),
                "--replSet", "itframe", "--port", $"{_port}", "--bind_ip", "127.0.0.1", "--dbpath", _directory,
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Record;
        _process.ErrorDataReceived += Record;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Ends the member as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Makes a set of the members, which all run, and waits until this one knows a primary.</summary>
    internal async Task InitiateAsync(IReadOnlyList<MongoMember> members, CancellationToken cancellationToken)
    {
        var settings = MongoClientSettings.FromConnectionString($"mongodb://{Host}/?directConnection=true");
        settings.ServerSelectionTimeout = Patience;
        using var client = new MongoClient(settings);
        await client.GetDatabase("admin").RunCommandAsync<BsonDocument>(
            new BsonDocument("replSetInitiate", new BsonDocument
            {
                { "_id", "itframe" },
                {
                    "members", new BsonArray(members.Select((member, index)
                        => new BsonDocument { { "_id", index }, { "host", member.Host }, { "tags", new BsonDocument("site", member.Site) } }))
                },
                { "settings", new BsonDocument { { "electionTimeoutMillis", 2000 }, { "heartbeatIntervalMillis", 500 } } },
            }),
            cancellationToken: cancellationToken);

        var deadline = Stopwatch.StartNew();
        while (true)
        {
            var hello = await client.GetDatabase("admin").RunCommandAsync<BsonDocument>(new BsonDocument("hello", 1), cancellationToken: cancellationToken);
            if (hello.Contains("primary"))
            {
                return;
            }

            Assert.True(deadline.Elapsed < Patience, "There is no primary.");
            await Task.Delay(20, cancellationToken);
        }
    }

    private void Record(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            lock (_output)
            {
                _output.Add(text);
            }
        }
    }
}
