using MongoDB.Bson;

namespace ITFrame.Tests.EmbeddedMongo.Contract;

/// <summary>Whether a step gave what the scenario says.</summary>
internal static class StepExpectation
{
    public static string? Problem(BsonDocument step, BsonDocument result)
    {
        if (step.TryGetValue("error", out var expected))
        {
            return result.TryGetValue("error", out var error) ? ErrorProblem(expected.AsBsonDocument, error.AsBsonDocument) : "an error was expected";
        }

        if (result.TryGetValue("error", out var unexpected))
        {
            return "an unexpected error: " + unexpected["message"];
        }

        return step.TryGetValue("expect", out var value) ? Matcher.Problem(value, result["value"], "") : null;
    }

    // Not every client tells everything of an error; what it tells must be right, and it must tell the code.
    private static string? ErrorProblem(BsonDocument expected, BsonDocument error)
    {
        if (expected.TryGetValue("writeErrors", out var writeErrors))
        {
            return Matcher.Problem(writeErrors, error["writeErrors"], "writeErrors");
        }

        if (expected.TryGetValue("code", out var code))
        {
            var actual = error["code"].IsNumeric ? error["code"] : error["writeErrors"].AsBsonArray.FirstOrDefault()?["code"] ?? BsonNull.Value;
            if (Matcher.Problem(code, actual, "code") is { } problem)
            {
                return problem + ": " + error["message"];
            }
        }

        if (expected.TryGetValue("codeName", out var name) && error["codeName"].IsString && error["codeName"] != name)
        {
            return $"the error is {error["codeName"]} instead of {name}";
        }

        if (expected.TryGetValue("label", out var label) && !error["labels"].AsBsonArray.Contains(label))
        {
            return $"the error has no label {label}: {error["labels"]}";
        }

        return expected.TryGetValue("message", out var part) && !error["message"].AsString.Contains(part.AsString, StringComparison.Ordinal)
            ? $"the message '{error["message"]}' does not have '{part}' in it"
            : null;
    }
}
