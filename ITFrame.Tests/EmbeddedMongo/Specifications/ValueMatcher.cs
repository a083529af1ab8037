using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>The format's rules of when a value is the expected one, with its special operators.</summary>
internal sealed class ValueMatcher(EntityMap entities)
{
    /// <summary>Matches a value whose outermost document, or outermost array of documents, may have more fields than are expected.</summary>
    public void Match(BsonValue expected, BsonValue? actual, string where)
    {
        if (expected is BsonArray wanted && actual is BsonArray given)
        {
            MatchArray(wanted, given, where, isRoot: true);
        }
        else
        {
            Match(expected, actual, where, isRoot: true);
        }
    }

    /// <summary>Matches a value that must have nothing more than is expected.</summary>
    public void MatchExactly(BsonValue expected, BsonValue actual, string where) => Match(expected, actual, where, isRoot: false);

    private void Match(BsonValue expected, BsonValue? actual, string where, bool isRoot)
    {
        switch (expected)
        {
            case BsonDocument { ElementCount: 1 } document when document.GetElement(0).Name.StartsWith("$$", StringComparison.Ordinal):
                MatchOperator(document.GetElement(0), actual, where, isRoot);
                break;
            case BsonDocument document:
                MatchDocument(document, actual as BsonDocument ?? throw Mismatch(expected, actual, where), where, isRoot);
                break;
            case BsonArray array:
                MatchArray(array, actual as BsonArray ?? throw Mismatch(expected, actual, where), where, isRoot: false);
                break;
            case { IsNumeric: true } when actual is { IsNumeric: true } && BsonNumber.Compare(expected, actual) == 0:
                break;
            default:
                if (!expected.Equals(actual))
                {
                    throw Mismatch(expected, actual, where);
                }

                break;
        }
    }

    private void MatchDocument(BsonDocument expected, BsonDocument actual, string where, bool isRoot)
    {
        foreach (var element in expected)
        {
            var inner = $"{where}.{element.Name}";
            var value = actual.GetValue(element.Name, null!);
            if (value is null && !AllowsMissing(element.Value))
            {
                throw Mismatch(element.Value, null, inner);
            }

            Match(element.Value, value, inner, isRoot: false);
        }

        if (!isRoot && actual.Names.FirstOrDefault(name => !expected.Contains(name)) is { } unexpected)
        {
            throw new MismatchException($"{where}: unexpected field '{unexpected}' in {actual}");
        }
    }

    private static bool AllowsMissing(BsonValue expected) =>
        expected is BsonDocument { ElementCount: 1 } document && document.GetElement(0).Name is "$$exists" or "$$unsetOrMatches";

    private void MatchArray(BsonArray expected, BsonArray actual, string where, bool isRoot)
    {
        if (expected.Count != actual.Count)
        {
            throw Mismatch(expected, actual, where);
        }

        for (var i = 0; i < expected.Count; i++)
        {
            Match(expected[i], actual[i], $"{where}[{i}]", isRoot);
        }
    }

    private void MatchOperator(BsonElement expected, BsonValue? actual, string where, bool isRoot)
    {
        switch (expected.Name)
        {
            case "$$exists":
                Ensure((actual is not null) == expected.Value.AsBoolean, expected, actual, where);
                break;
            case "$$unsetOrMatches":
                if (actual is not null)
                {
                    Match(expected.Value, actual, where, isRoot);
                }

                break;
            case "$$type":
                Ensure(actual is not null && BsonTypeNames.Parse(expected.Value).Contains(actual.BsonType), expected, actual, where);
                break;
            case "$$matchesEntity":
                Match((BsonValue)entities.Find(expected.Value.AsString), actual, where, isRoot);
                break;
            case "$$matchesHexBytes":
                Ensure(actual is BsonBinaryData binary && binary.Bytes.AsSpan().SequenceEqual(Convert.FromHexString(expected.Value.AsString)), expected, actual, where);
                break;
            case "$$sessionLsid":
                Match(entities.SessionId(expected.Value.AsString), actual, where, isRoot: false);
                break;
            case "$$lte":
                Ensure(actual is { IsNumeric: true } && BsonNumber.Compare(actual, expected.Value) <= 0, expected, actual, where);
                break;
            case "$$matchAsRoot":
                Match(expected.Value, actual, where, isRoot: true);
                break;
            case "$$matchAsDocument":
                Match(expected.Value, BsonDocument.Parse(actual?.AsString), where, isRoot: false);
                break;
            default:
                throw new UnsupportedException($"this runner has no operator '{expected.Name}'");
        }
    }

    private static void Ensure(bool holds, BsonElement expected, BsonValue? actual, string where)
    {
        if (!holds)
        {
            throw Mismatch(new BsonDocument(expected), actual, where);
        }
    }

    private static MismatchException Mismatch(BsonValue expected, BsonValue? actual, string where) =>
        new($"{where}: expected {expected}, but it is {actual?.ToString() ?? "missing"}");
}
