using System.Text.RegularExpressions;

namespace ITFrame.Tests.LocalHosting.Api;

/// <summary>
/// Aspire's public API as it stands in the listings beside this file: aspire-api.tsv holds rows of the project's listing,
/// aspire-api-more.tsv those of further types that the signatures in it mention, taken from Aspire's own API files.
/// </summary>
internal sealed partial class ApiListing
{
    private readonly ILookup<(string Namespace, string Type), ApiRow> _rows;

    public ApiListing(IEnumerable<ApiRow> rows)
        => _rows = rows.SelectMany(ExpandRecord).ToLookup(row => (row.Namespace, TypeKey(row.Type)));

    public static ApiListing Load() => new(Read("aspire-api.tsv").Concat(Read("aspire-api-more.tsv")));

    public IReadOnlyList<ApiRow> RowsOf(string @namespace, string type) => [.. _rows[(@namespace, type)]];

    private static IEnumerable<ApiRow> Read(string name)
    {
        var assembly = typeof(ApiListing).Assembly;
        var resource = assembly.GetManifestResourceNames().Single(candidate => candidate.EndsWith($".{name}", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#') && line.Split('\t') is [_, _, _, var @namespace, var type, var kind, var member, var signature])
            {
                yield return new ApiRow(@namespace, type, kind, member, signature);
            }
        }
    }

    /// <summary>A positional record is listed as one row; its constructor and properties are part of it.</summary>
    private static IEnumerable<ApiRow> ExpandRecord(ApiRow row)
    {
        yield return row;
        if (row.Kind != "type" || RecordParameters().Match(row.Signature) is not { Success: true } match)
        {
            yield break;
        }

        var parameters = match.Groups["parameters"].Value;
        yield return row with { Kind = "ctor", Member = row.Type, Signature = $"public {row.Type}({parameters})" };
        foreach (var parameter in parameters.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(parameter => parameter.Split(" = ")[0]))
        {
            var name = parameter[(parameter.LastIndexOf(' ') + 1)..];
            yield return row with { Kind = "property", Member = name, Signature = $"public {parameter} {{ get; init; }}" };
        }
    }

    private static string TypeKey(string type) => GenericParameters().Replace(type, string.Empty);

    [GeneratedRegex(@"\brecord \w+\((?<parameters>.*)\)$")]
    private static partial Regex RecordParameters();

    [GeneratedRegex("<.*>")]
    private static partial Regex GenericParameters();
}
