using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.ChangeStreams;

/// <summary>What an update changed, as the updateDescription of an event says it.</summary>
internal sealed class DocumentDiff
{
    private readonly BsonDocument _updated = [];
    private readonly BsonArray _removed = [];
    private readonly BsonArray _truncated = [];
    private readonly BsonDocument _ambiguous = [];

    public static BsonDocument Describe(BsonDocument before, BsonDocument after, bool withPaths)
    {
        var diff = new DocumentDiff();
        diff.Compare([], before, after);
        var result = new BsonDocument
        {
            { "updatedFields", diff._updated },
            { "removedFields", diff._removed },
            { "truncatedArrays", diff._truncated },
        };
        return withPaths ? result.Add("disambiguatedPaths", diff._ambiguous) : result;
    }

    private void Compare(BsonValue[] path, BsonDocument before, BsonDocument after)
    {
        foreach (var element in before.Where(element => !after.Contains(element.Name)))
        {
            _removed.Add(Text([.. path, element.Name]));
        }

        foreach (var element in after)
        {
            BsonValue[] inner = [.. path, element.Name];
            if (before.TryGetValue(element.Name, out var old))
            {
                CompareValues(inner, old, element.Value);
            }
            else
            {
                Update(inner, element.Value);
            }
        }
    }

    private void CompareValues(BsonValue[] path, BsonValue before, BsonValue after)
    {
        switch (before, after)
        {
            case (BsonDocument old, BsonDocument now):
                Compare(path, old, now);
                break;
            case (BsonArray old, BsonArray now):
                CompareArrays(path, old, now);
                break;
            case var _ when !IsSame(before, after):
                Update(path, after);
                break;
            default:
                break;
        }
    }

    private void CompareArrays(BsonValue[] path, BsonArray before, BsonArray after)
    {
        if (after.Count < before.Count)
        {
            // Where elements moved, a list of their new places is no shorter than the array itself.
            if (!before.Take(after.Count).SequenceEqual(after))
            {
                Update(path, after);
                return;
            }

            _truncated.Add(new BsonDocument { { "field", Text(path) }, { "newSize", after.Count } });
            return;
        }

        for (var i = 0; i < after.Count; i++)
        {
            BsonValue[] inner = [.. path, i];
            if (i < before.Count)
            {
                CompareValues(inner, before[i], after[i]);
            }
            else
            {
                Update(inner, after[i]);
            }
        }
    }

    private void Update(BsonValue[] path, BsonValue value)
    {
        _updated[Text(path)] = value;

        // A dot or a number within a name makes the text say less than the path does.
        if (path.Any(part => part is BsonString name && (name.Value.Contains('.', StringComparison.Ordinal) || int.TryParse(name.Value, out _))))
        {
            _ambiguous[Text(path)] = new BsonArray(path);
        }
    }

    private static string Text(BsonValue[] path) => string.Join('.', path.Select(part => part.ToString()));

    private static bool IsSame(BsonValue left, BsonValue right) =>
        left.BsonType == right.BsonType && BsonComparer.Instance.Compare(left, right) == 0;
}
