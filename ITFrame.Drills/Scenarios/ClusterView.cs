using System.Text.Json;

namespace ITFrame.Drills.Scenarios;

/// <summary>Reads who is primary from the hub's <c>GET /cluster</c>.</summary>
internal static class ClusterView
{
    /// <summary>Returns false when the answer says nothing about the set; the primary is null while there is none.</summary>
    public static bool TryReadPrimary(ReadOnlySpan<byte> json, out Primary? primary)
    {
        primary = null;
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("members", out var members)
                || members.ValueKind != JsonValueKind.Array)
            {
                return false;
            }

            foreach (var member in members.EnumerateArray())
            {
                if (Text(member, "state") == "PRIMARY" && Text(member, "host") is { } host)
                {
                    primary = new Primary(host, Text(member, "site"));
                    break;
                }
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Text(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
