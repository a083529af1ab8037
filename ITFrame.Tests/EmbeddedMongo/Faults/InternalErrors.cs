using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Faults;

/// <summary>Gathers what goes wrong other than by MongoDB's rules, once for each place.</summary>
internal sealed class InternalErrors
{
    private static readonly JsonWriterSettings Settings = new() { MaxSerializationDepth = 1000 };

    private const int MaxLength = 600;

    // Nothing here takes long: what is not done by then has no end.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, string> _found = new(StringComparer.Ordinal);

    public async Task ExpectAsync(BsonDocument input, Action action)
    {
        try
        {
            await Task.Run(action).WaitAsync(Patience);
        }
        catch (CommandException)
        {
            // Refused, with a code that a client can do something with.
        }
#pragma warning disable CA1031 // Each kind of exception is what the test looks for.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var place = (exception.StackTrace ?? "").Split('\n').FirstOrDefault(line => line.Contains("ITFrame.EmbeddedMongo", StringComparison.Ordinal), "").Trim();
            Add($"{exception.GetType().Name}: {exception.Message} {place}", input);
        }
    }

    public void Add(string kind, BsonDocument input) => _found.TryAdd(kind, Text(input));

    public void AssertNone() => Assert.True(_found.Count == 0, string.Join('\n', _found.Select(entry => $"{entry.Key} of {entry.Value}")));

    public static string Text(BsonDocument input)
    {
        var text = input.ToJson(Settings);
        return text.Length > MaxLength ? text[..MaxLength] : text;
    }
}
