using System.Text.Json;

namespace ITFrame.Tests.Api;

/// <summary>An operation of the OpenAPI document.</summary>
internal sealed record ApiOperation(string Method, string Path, JsonElement Description)
{
    private static readonly string[] Methods = ["get", "put", "post", "delete"];

    public IEnumerable<JsonElement> Parameters
        => Description.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];

    public static IReadOnlyList<ApiOperation> Of(JsonElement document)
        => [.. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Where(operation => Methods.Contains(operation.Name))
            .Select(operation => new ApiOperation(operation.Name.ToUpperInvariant(), path.Name, operation.Value)))];

    public override string ToString() => $"{Method} {Path}";
}
