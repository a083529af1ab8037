using ITFrame.Tests.EmbeddedMongo.Wire;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Faults;

/// <summary>Each command with every single fault, to a member of its own: no reply is an internal error, and none is missing.</summary>
public sealed class FaultyCommandTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_FaultyCommand_IsNoInternalError()
    {
        await using var set = await TestSet.StartAsync(1, Cancelled);
        await using var connection = await RawConnection.OpenAsync(set.Port(0), Cancelled);
        var specimens = Specimens.Of("commands").Select(valid => (Database: valid.GetValue("$db", "faults").AsString, Command: Without(valid, "$db", "_"), IsRefused: valid.Contains("_"))).ToList();
        foreach (var (database, valid, isRefused) in specimens)
        {
            var reply = await RunAsync(connection, database, valid);
            Assert.True(reply["ok"] == 1.0 || isRefused, $"{reply} to {valid}");
        }

        var errors = new InternalErrors();
        foreach (var (database, valid, _) in specimens)
        {
            await RunAsync(connection, database, valid);
            foreach (var variant in FaultyVariants.Of(valid).Where(variant => variant.ElementCount > 0))
            {
                var answer = await RunAsync(connection, database, variant);
                if (answer.GetValue("code", 0) == 1)
                {
                    errors.Add(variant.GetElement(0).Name + answer["errmsg"], variant);
                }
            }
        }

        errors.AssertNone();
    }

    private static BsonDocument Without(BsonDocument document, params string[] names) => new(document.Where(element => !names.Contains(element.Name)));

    private static async Task<BsonDocument> RunAsync(RawConnection connection, string database, BsonDocument command)
    {
        try
        {
            return await connection.RunAsync(database, command, Cancelled).WaitAsync(Patience, Cancelled);
        }
        catch (Exception exception) when (exception is IOException or TimeoutException)
        {
            throw new InvalidOperationException($"no answer to {InternalErrors.Text(command)}", exception);
        }
    }
}
