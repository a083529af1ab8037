using MongoDB.Bson;

namespace ITFrame.Tests.EmbeddedMongo.Contract;

/// <summary>
/// Compares what was expected with what was reported. Numbers are compared by value, because not every language tells
/// their types apart; fields in any order, because not every helper keeps it.
/// </summary>
internal static class Matcher
{
    /// <summary>Returns what differs, or null.</summary>
    public static string? Problem(BsonValue expected, BsonValue actual, string path)
    {
        if (expected is BsonDocument { ElementCount: 1 } document && document.GetElement(0) is { Name: ['$', '$', ..] } special)
        {
            return Special(special, actual, path);
        }

        return (expected, actual) switch
        {
            (BsonDocument wanted, BsonDocument found) => Fields(wanted, found, path) ?? found.Names.FirstOrDefault(name => !wanted.Contains(name)) switch
            {
                null => null,
                var surplus => $"{At(path, surplus)} was not expected: {found[surplus]}",
            },
            (BsonArray wanted, BsonArray found) => Items(wanted, found, path),
            ({ IsNumeric: true }, { IsNumeric: true }) => expected.ToDecimal128() == actual.ToDecimal128() ? null : Differs(expected, actual, path),
            _ => expected == actual ? null : Differs(expected, actual, path),
        };
    }

    private static string? Special(BsonElement special, BsonValue actual, string path)
    {
        var operand = special.Value;
        switch (special.Name)
        {
            case "$$any":
                return null;
            case "$$type":
                return operand.AsString.Equals(actual.BsonType.ToString(), StringComparison.OrdinalIgnoreCase) ? null : Differs(operand, actual.BsonType.ToString(), path);
            case "$$gte":
                return actual.IsNumeric && actual.ToDecimal128() >= operand.ToDecimal128() ? null : $"{path} is {actual} and not at least {operand}";
            case "$$subset":
                return actual is BsonDocument found ? Fields(operand.AsBsonDocument, found, path) : Differs(operand, actual, path);
            case "$$oneOf":
                return operand.AsBsonArray.Any(one => Problem(one, actual, path) is null) ? null : Differs(operand, actual, path);
            case "$$size":
                return actual is BsonArray array && array.Count == operand ? null : $"{path} has not {operand} items: {actual}";
            case "$$contains":
                return operand.AsBsonArray.FirstOrDefault(wanted => actual is not BsonArray list || list.All(item => Problem(wanted, item, path) is not null)) is { } missing
                    ? $"{path} lacks {missing}: {actual}"
                    : null;
            case "$$unordered":
                var left = actual is BsonArray items ? items.ToList() : [];
                var absent = operand.AsBsonArray.FirstOrDefault(wanted => left.FindIndex(item => Problem(wanted, item, path) is null) is var index && (index < 0 || !Take(left, index)));
                return absent is not null ? $"{path} lacks {absent}: {actual}" : left.Count > 0 ? $"{path} has {left[0]} that was not expected" : null;
            case "$$plan":
                return ExplainedPlan.Problem(operand.AsBsonDocument, actual.AsBsonDocument);
            default:
                throw new InvalidOperationException($"a scenario asks for {special.Name}, which is unknown");
        }
    }

    private static string? Fields(BsonDocument wanted, BsonDocument found, string path)
    {
        foreach (var element in wanted)
        {
            if (element.Value is BsonDocument { ElementCount: 1 } absence && absence.TryGetValue("$$exists", out var exists))
            {
                if (found.Contains(element.Name) != exists)
                {
                    return $"{At(path, element.Name)} is {(exists == true ? "missing" : "there")}";
                }
            }
            else if (!found.TryGetValue(element.Name, out var value))
            {
                return $"{At(path, element.Name)} is missing in {found}";
            }
            else if (Problem(element.Value, value, At(path, element.Name)) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static string? Items(BsonArray wanted, BsonArray found, string path) => wanted.Count != found.Count
        ? $"{path} has {found.Count} items instead of {wanted.Count}: {found}"
        : wanted.Zip(found).Select((pair, index) => Problem(pair.First, pair.Second, $"{path}[{index}]")).FirstOrDefault(problem => problem is not null);

    private static bool Take(List<BsonValue> items, int index)
    {
        items.RemoveAt(index);
        return true;
    }

    private static string At(string path, string name) => path.Length == 0 ? name : path + "." + name;

    private static string Differs(BsonValue expected, BsonValue actual, string path) => $"{path} is {actual} instead of {expected}";
}
