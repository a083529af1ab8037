using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace ITFrame.Tests.Api;

/// <summary>Makes requests of an operation: some as its description wants them, some on the edge, some hostile.</summary>
internal sealed class OperationInput(JsonSchemaCheck schemas, Func<string, string?> known)
{
    private const int MaxDepth = 6;

    private static readonly string[] Hostile =
    [
        "", " ", ".", "..", "../../etc/passwd", "$where", "{\"$gt\":\"\"}", "' OR '1'='1", "<script>", "\0", "a\nb", "🎵", "ünïcödé", "\u202e", "%00", "%2e%2e",
        "null", "undefined", "NaN", "-1", "0", "99999999999999999999", "1e400", "2016", "2100-13-45", new string('x', 300), new string('9', 3000),
    ];

    private static readonly string[] Plain = ["demo", "name", "128kbps", "192.0.2.1", "hour", "android", "random", "songs", "https://example.com/", "57264d1a0000000000000000", "2026-01-01", "song", "1", "Open", "stable"];

    public HttpRequestMessage Create(ApiOperation operation, PCG random)
    {
        var path = operation.Path;
        var query = new List<string>();
        var headers = new List<(string Name, string Value)>();
        foreach (var parameter in operation.Parameters)
        {
            var name = parameter.GetProperty("name").GetString()!;
            var value = Chance(random, 80) && known(name) is { } right ? right : Text(random);
            switch (parameter.GetProperty("in").GetString())
            {
                case "path":
                    // An empty segment would be another path.
                    path = path.Replace($"{{{name}}}", Escape(value.Length == 0 ? "x" : value), StringComparison.Ordinal);
                    break;
                case "query" when Chance(random, 50):
                    query.Add($"{name}={Escape(value)}");
                    break;
                case "header" when Chance(random, 20):
                    headers.Add((name, value));
                    break;
            }
        }

        var request = new HttpRequestMessage(HttpMethod.Parse(operation.Method), query.Count > 0 ? $"{path}?{string.Join('&', query)}" : path);
        foreach (var (name, value) in headers.Where(header => header.Value.All(character => character is >= ' ' and <= '~')))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (operation.Description.TryGetProperty("requestBody", out var body))
        {
            request.Content = Content(body.GetProperty("content").EnumerateObject().First(), random);
        }

        return request;
    }

    private HttpContent Content(JsonProperty media, PCG random)
    {
        var schema = media.Value.TryGetProperty("schema", out var described) ? described : default;
        if (media.Name == "multipart/form-data")
        {
            var form = new MultipartFormDataContent();
            foreach (var field in new[] { "song", "image", "nocover" }.Where(_ => Chance(random, 70)))
            {
                form.Add(new ByteArrayContent(Chance(random, 50) ? Forms.Mp3 : Forms.Png), field, Chance(random, 50) ? "file" : "a/../b\u202e.mp3");
            }

            form.Add(new StringContent(Chance(random, 50) ? known("username")! : Text(random)), "username");
            form.Add(new StringContent(Chance(random, 50) ? "[]" : Text(random)), "tags");
            return form;
        }

        var json = Chance(random, 8) ? Text(random) : Value(schema, random, 0)?.ToJsonString() ?? "null";
        return new ByteArrayContent(Encoding.UTF8.GetBytes(json)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }

    private JsonNode? Value(JsonElement schema, PCG random, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth || Chance(random, 6))
        {
            return Any(random);
        }

        schema = schemas.Resolve(schema);
        if (schema.TryGetProperty("oneOf", out var choices))
        {
            return Value(choices.EnumerateArray().Last(), random, depth + 1);
        }

        var types = schema.TryGetProperty("type", out var type) ? JsonSchemaCheck.Types(type).Where(name => name != "null").ToList() : [];
        switch (types.Contains("object") || schema.TryGetProperty("properties", out _) ? "object" : types.FirstOrDefault())
        {
            case "object":
                var value = new JsonObject();
                if (schema.TryGetProperty("properties", out var properties))
                {
                    foreach (var property in properties.EnumerateObject().Where(_ => Chance(random, 85)))
                    {
                        value[property.Name] = Chance(random, 75) && known(property.Name) is { } right ? right : Value(property.Value, random, depth + 1);
                    }
                }

                return value;
            case "array":
                var items = new JsonArray();
                for (var left = (int)random.Next(4); left > 0; left--)
                {
                    items.Add(schema.TryGetProperty("items", out var item) ? Value(item, random, depth + 1) : Any(random));
                }

                return items;
            case "integer":
                return (int[])[0, 1, -1, 5, 7, 23, 59, 100, int.MaxValue, int.MinValue] is var numbers ? numbers[random.Next((uint)numbers.Length)] : 0;
            case "number":
                return (double[])[0, 0.5, -90, 180, 1e308, -1e308] is var reals ? reals[random.Next((uint)reals.Length)] : 0;
            case "boolean":
                return Chance(random, 50);
            case "string":
                return Text(random);
            default:
                return Any(random);
        }
    }

    private static JsonNode? Any(PCG random) => random.Next(7) switch
    {
        0 => null,
        1 => true,
        2 => 1,
        3 => new JsonArray(),
        4 => new JsonObject { ["$gt"] = "" },
        5 => JsonNode.Parse("1e400"),
        _ => Text(random),
    };

    private static string Text(PCG random) => Chance(random, 55) ? Plain[random.Next((uint)Plain.Length)] : Hostile[random.Next((uint)Hostile.Length)];

    /// <summary>Dots alone would be taken away by the client, and a NUL is refused by the server before any operation is found.</summary>
    private static string Escape(string value) => value is "." or ".." ? "x" : Uri.EscapeDataString(value.Replace("\0", "", StringComparison.Ordinal) is { Length: > 0 } text ? text : "x");

    private static bool Chance(PCG random, uint percent) => random.Next(100) < percent;
}
