using System.Globalization;
using ITFrame.EmbeddedMongo.Storage;
using ITFrame.Tests.EmbeddedMongo.Wire;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Durability;

/// <summary>Files that lost or changed bytes: the member starts or refuses, and never gives out a wrong document.</summary>
public sealed class DamageTests : IAsyncLifetime
{
    private const int Seeds = 100;
    private const int TailBytes = 64 * 1024;

    private readonly string _directory = Directory.CreateTempSubdirectory("itframe-mongo-").FullName;
    private readonly Ledger _ledger = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_directory, "data");

    public async ValueTask InitializeAsync()
    {
        int port;
        using (var first = await MemberProcess.StartAsync(Data, 0, Cancelled))
        {
            port = first.Port;
            await first.InitiateAsync(Cancelled);
            await using var connection = await RawConnection.OpenAsync(port, Cancelled);
            await Ledger.PrepareAsync(connection, Cancelled);
        }

        await MoveLogIntoFileAsync();
        using var member = await MemberProcess.StartAsync(Data, port, Cancelled);
        await member.WaitUntilWritableAsync(Cancelled);
        var writing = _ledger.WriteAsync(member.Port, Cancelled);
        await Until.TrueAsync(() => _ledger.AcknowledgedCount > 1500, "writes are acknowledged", Cancelled);
        member.Process.Kill();
        await writing;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("changed")]
    public Task WriteAheadLog_Damaged_IsRefusedOrAnEarlierState(string damage) => DamageAllAsync("data.sqlite-wal", damage, isEarlierAllowed: true);

    /// <summary>Its pages are in the file already, so that an earlier end of the log would make a mixture of two states.</summary>
    [Theory]
    [InlineData("cut")]
    [InlineData("changed")]
    public async Task WriteAheadLog_DamagedAfterACheckpoint_IsRefusedOrWhole(string damage)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Data, "data.sqlite")};Pooling=False");
        connection.Open();
        using var checkpoint = connection.CreateCommand();
        checkpoint.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        checkpoint.ExecuteNonQuery();

        // While the connection is open, the log stays.
        await DamageAllAsync("data.sqlite-wal", damage, isEarlierAllowed: false);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("changed")]
    public async Task File_Damaged_IsRefusedOrWhole(string damage)
    {
        await MoveLogIntoFileAsync();
        await DamageAllAsync("data.sqlite", damage, isEarlierAllowed: false);
    }

    private async Task MoveLogIntoFileAsync()
    {
        await using (DocumentStore.Open(Data, isSuspect: false))
        {
            // The last to close the file moves the write-ahead log into it.
        }

        Assert.False(File.Exists(Path.Combine(Data, "data.sqlite-wal")));
    }

    private async Task DamageAllAsync(string name, string damage, bool isEarlierAllowed)
    {
        var counts = new Dictionary<string, int> { ["whole"] = 0, ["earlier"] = 0, ["refused"] = 0 };
        for (var seed = 0; seed < Seeds; seed++)
        {
            var copy = Path.Combine(_directory, seed.ToString(CultureInfo.InvariantCulture));
            FileCopies.Copy(Data, copy);
            Damage(Path.Combine(copy, name), new Random(seed), damage == "cut");
            var outcome = await OutcomeAsync(copy, seed);
            Assert.True(isEarlierAllowed || outcome != "earlier", $"seed {seed}: an earlier state was given out");
            counts[outcome]++;
            Directory.Delete(copy, recursive: true);
        }

        TestContext.Current.SendDiagnosticMessage($"{name}, {damage}: " + string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}")));
        Assert.True(counts["whole"] < Seeds, "no damage was noticed");
    }

    private async Task<string> OutcomeAsync(string copy, int seed)
    {
        try
        {
            await _ledger.VerifyAsync(copy, new int[_ledger.Acknowledged().Length]);
        }
        catch (Exception exception) when (exception is DamagedDataException or SqliteException)
        {
            return "refused";
        }
        catch (Xunit.Sdk.XunitException exception)
        {
            throw new InvalidOperationException($"seed {seed}: {exception.Message}");
        }

        try
        {
            await _ledger.VerifyAsync(copy, _ledger.Acknowledged());
            return "whole";
        }
        catch (Xunit.Sdk.XunitException)
        {
            return "earlier";
        }
    }

    private static void Damage(string path, Random random, bool isCut)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        var tail = (int)(random.Next(2) == 0 ? file.Length : Math.Min(file.Length, TailBytes));
        if (isCut)
        {
            file.SetLength(file.Length - random.Next(1, tail));
            return;
        }

        for (var i = random.Next(1, 20); i > 0; i--)
        {
            file.Position = file.Length - random.Next(1, tail);
            file.WriteByte((byte)random.Next(256));
        }
    }
}
