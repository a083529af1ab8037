using System.Globalization;
using ITFrame.Tests.EmbeddedMongo.Wire;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Durability;

/// <summary>What is acknowledged is on disk, whenever the process ends.</summary>
public sealed class KillTests : IDisposable
{
    // More of both than a quick test run can afford are run by setting the variables.
    private static readonly int Kills = Count("ITFRAME_KILLS", 5);
    private static readonly int Moments = Count("ITFRAME_KILL_MOMENTS", 100);

    private readonly string _directory = Directory.CreateTempSubdirectory("itframe-mongo-").FullName;
    private readonly Random _random = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Kill_AtRandomMoments_LosesNothingAcknowledged()
    {
        var ledger = new Ledger();
        var port = 0;
        for (var i = 0; i < Kills; i++)
        {
            using (var member = await MemberProcess.StartAsync(_directory, port, Cancelled))
            {
                if (port == 0)
                {
                    port = member.Port;
                    await member.InitiateAsync(Cancelled);
                    await using var connection = await RawConnection.OpenAsync(port, Cancelled);
                    await Ledger.PrepareAsync(connection, Cancelled);
                }

                await member.WaitUntilWritableAsync(Cancelled);
                var enough = ledger.AcknowledgedCount + _random.Next(1, 400);
                var writing = ledger.WriteAsync(port, Cancelled);
                await Until.TrueAsync(() => ledger.AcknowledgedCount >= enough, "writes are acknowledged", Cancelled);
                member.Process.Kill();
                await writing;
            }

            await ledger.VerifyAsync(_directory, ledger.Acknowledged());
        }
    }

    /// <summary>
    /// A frozen process changes nothing: a copy of its files is what kill -9 at that moment would leave, at a fraction
    /// of the cost of a new process.
    /// </summary>
    [Fact]
    public async Task Files_AtRandomMoments_HoldEverythingAcknowledged()
    {
        var data = Path.Combine(_directory, "data");
        var ledger = new Ledger();
        using var member = await MemberProcess.StartAsync(data, 0, Cancelled);
        await member.InitiateAsync(Cancelled);
        await using (var connection = await RawConnection.OpenAsync(member.Port, Cancelled))
        {
            await Ledger.PrepareAsync(connection, Cancelled);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var writing = ledger.WriteAsync(member.Port, stop.Token);
        for (var i = 0; i < Moments; i++)
        {
            var enough = ledger.AcknowledgedCount + _random.Next(0, 60);
            await Until.TrueAsync(() => ledger.AcknowledgedCount >= enough, "writes are acknowledged", Cancelled);
            var copy = Path.Combine(_directory, i.ToString(CultureInfo.InvariantCulture));
            await member.SignalAsync("STOP", Cancelled);
            int[] acknowledged;
            try
            {
                acknowledged = ledger.Acknowledged();
                FileCopies.Copy(data, copy);
            }
            finally
            {
                await member.SignalAsync("CONT", Cancelled);
            }

            await ledger.VerifyAsync(copy, acknowledged);
            Directory.Delete(copy, recursive: true);
        }

        await stop.CancelAsync();
        await writing;
    }

    private static int Count(string variable, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : fallback;
}
