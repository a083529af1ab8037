using Microsoft.Extensions.Logging;
using Xunit;

namespace ITFrame.Tests.Gateway.Door;

public sealed class AccessLogTests
{
    [Fact]
    public async Task Request_Answered_OneRecordWithoutSecrets()
    {
        await using var lab = await GatewayLab.StartAsync("--Gateway:AccessLog:Enabled=true");
        using var log = new LogRecorder(lab);

        await lab.SendAsync("GET", path: "/cast/statistics/demo/station-key/get-songs?token=hidden");

        var record = await RecordAsync(log);
        Assert.Contains("GET /cast/statistics/demo/REDACTED/get-songs HTTP/1.1 200", record.Message, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1, by london/api-", record.Message, StringComparison.Ordinal);
        Assert.Equal(LogLevel.Information, record.Level);
        Assert.DoesNotContain(log.Entries, entry => entry.Message.Contains("station-key", StringComparison.Ordinal) || entry.Message.Contains("hidden", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Request_HitOfTheCache_LoggedToo()
    {
        await using var lab = await GatewayLab.StartAsync(
            "--Gateway:AccessLog:Enabled=true", "--Gateway:Cache:Enabled=true", "--Gateway:Cache:Rules:0:Lifetime=00:10:00");
        await lab.SendAsync("GET", path: "/nowplaying/demo");
        using var log = new LogRecorder(lab);

        await lab.SendAsync("GET", path: "/nowplaying/demo");

        Assert.Contains("cache ITFrame; hit", (await RecordAsync(log)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_SwitchedOff_NoRecord()
    {
        await using var lab = await GatewayLab.StartAsync("--Gateway:AccessLog:Enabled=false");
        using var log = new LogRecorder(lab);

        await lab.SendAsync("GET");
        // Its record would have been written before the gateway has stopped.
        await lab.StopAsync();

        Assert.DoesNotContain(log.Entries, entry => entry.Category == "ITFrame.Gateway.AccessLog");
    }

    private static async Task<(LogLevel Level, string Category, string Message)> RecordAsync(LogRecorder log)
    {
        // The client may have its answer before the gateway has written the record.
        await GatewayLab.ConditionAsync(() => Task.FromResult(log.Entries.Any(entry => entry.Category == "ITFrame.Gateway.AccessLog")));
        return Assert.Single(log.Entries, entry => entry.Category == "ITFrame.Gateway.AccessLog");
    }
}
