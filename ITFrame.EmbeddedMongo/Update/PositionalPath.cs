using System.Globalization;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Update;

/// <summary>Turns $, $[] and $[name] in an update's path into the indexes of one document's arrays.</summary>
internal static class PositionalPath
{
    public static IEnumerable<string[]> Expand(BsonDocument document, IReadOnlyList<string> parts, Filter filter, ArrayFilters arrayFilters)
    {
        var paths = new List<string[]> { Array.Empty<string>() };
        foreach (var part in parts)
        {
            paths = part.StartsWith('$')
                ? paths.SelectMany(path => Indexes(document, path, part, filter, arrayFilters).Select(index => (string[])[.. path, index.ToString(CultureInfo.InvariantCulture)])).ToList()
                : paths.ConvertAll(path => (string[])[.. path, part]);
        }

        return paths;
    }

    private static List<int> Indexes(BsonDocument document, string[] path, string part, Filter filter, ArrayFilters arrayFilters)
    {
        var text = string.Join('.', path);
        if (path.Length == 0 || new BsonPath(text).Single(document) is not BsonArray array)
        {
            throw CommandException.BadValue($"The path '{text}' must exist in the document and be an array in order to apply array updates.");
        }

        if (part == "$")
        {
            return [ArrayMatch.FirstIndex(document, array, text, filter) ?? throw CommandException.BadValue("The positional operator did not find the match needed from the query.")];
        }

        if (!part.StartsWith("$[", StringComparison.Ordinal) || part[^1] != ']')
        {
            throw new CommandException(ErrorCode.DollarPrefixedFieldName, $"The dollar ($) prefixed field '{part}' is not valid for storage.");
        }

        var name = part[2..^1];
        return Enumerable.Range(0, array.Count).Where(index => name.Length == 0 || arrayFilters.Matches(name, array[index])).ToList();
    }
}
