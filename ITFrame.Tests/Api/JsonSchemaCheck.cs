using System.Text.Json;

namespace ITFrame.Tests.Api;

/// <summary>Checks JSON against the schemas of an OpenAPI 3.1 document; what it does not know it takes for right.</summary>
internal sealed class JsonSchemaCheck(JsonElement document)
{
    /// <summary>What is wrong; null where nothing is.</summary>
    public string? Check(JsonElement schema, JsonElement value, string path = "$")
    {
        schema = Resolve(schema);
        if (schema.TryGetProperty("oneOf", out var choices) || schema.TryGetProperty("anyOf", out choices))
        {
            var failures = choices.EnumerateArray().Select(choice => Check(choice, value, path)).ToList();
            return failures.Contains(null) ? null : failures[^1];
        }

        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(name => IsOfType(name, value)))
        {
            return $"{path} is {value.ValueKind}, not {type}";
        }

        if (schema.TryGetProperty("enum", out var values) && !values.EnumerateArray().Any(item => item.ToString() == value.ToString()))
        {
            return $"{path} is {value}, not one of {values}";
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => CheckObject(schema, value, path),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items)
                => value.EnumerateArray().Select((item, index) => Check(items, item, $"{path}[{index}]")).FirstOrDefault(failure => failure is not null),
            _ => null,
        };
    }

    public JsonElement Resolve(JsonElement schema)
    {
        while (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference))
        {
            schema = reference.GetString()!.TrimStart('#', '/').Split('/').Aggregate(document, (element, name) => element.GetProperty(name));
        }

        return schema;
    }

    public static IEnumerable<string> Types(JsonElement type)
        => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(name => name.GetString()!) : [type.GetString()!];

    private string? CheckObject(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("required", out var required)
            && required.EnumerateArray().FirstOrDefault(name => !value.TryGetProperty(name.GetString()!, out _)) is { ValueKind: JsonValueKind.String } missing)
        {
            return $"{path} has no {missing}";
        }

        if (!schema.TryGetProperty("properties", out var properties))
        {
            return null;
        }

        foreach (var property in value.EnumerateObject())
        {
            if (properties.TryGetProperty(property.Name, out var expected))
            {
                if (Check(expected, property.Value, $"{path}.{property.Name}") is { } failure)
                {
                    return failure;
                }
            }
            else if (!schema.TryGetProperty("additionalProperties", out _))
            {
                return $"{path}.{property.Name} is not in the document";
            }
        }

        return null;
    }

    private static bool IsOfType(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => true,
    };
}
