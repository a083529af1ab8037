using MongoDB.Bson;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>Compares what a client did with the events that a test expects.</summary>
internal static class EventMatcher
{
    public static void Match(BsonDocument expected, EntityMap entities, ValueMatcher values)
    {
        var type = expected.GetValue("eventType", "command").AsString;
        if (type is not ("command" or "cmap"))
        {
            throw new UnsupportedException($"this runner does not observe events of type '{type}'");
        }

        var actual = entities.Events(expected["client"].AsString).All.Where(happened => happened.Type == type).ToList();
        var wanted = expected["events"].AsBsonArray.Cast<BsonDocument>().ToList();
        var mayHaveMore = expected.GetValue("ignoreExtraEvents", false).AsBoolean;
        if (actual.Count < wanted.Count || (actual.Count > wanted.Count && !mayHaveMore))
        {
            throw new MismatchException($"expected {wanted.Count} events, but there are {actual.Count}: {string.Join("; ", actual.Select(Describe))}");
        }

        for (var i = 0; i < wanted.Count; i++)
        {
            Match(wanted[i].GetElement(0), actual[i], values, $"event {i}");
        }
    }

    private static void Match(BsonElement expected, ClientEvent actual, ValueMatcher values, string where)
    {
        if (expected.Name != actual.Kind)
        {
            throw new MismatchException($"{where}: expected a {expected.Name}, but there is {Describe(actual)}");
        }

        foreach (var field in expected.Value.AsBsonDocument)
        {
            if (!actual.Content.TryGetValue(field.Name, out var value))
            {
                throw new UnsupportedException($"this runner does not know '{field.Name}' of a {actual.Kind}");
            }

            values.Match(field.Value, value, $"{where}.{field.Name}");
        }
    }

    private static string Describe(ClientEvent happened)
    {
        var text = $"{happened.Kind} {happened.Content}";
        return text.Length > 400 ? text[..400] + "…" : text;
    }
}
