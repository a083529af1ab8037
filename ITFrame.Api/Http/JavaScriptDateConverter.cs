using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ITFrame.Api.Http;

/// <summary>Dates as JavaScript's <c>toISOString</c> writes them: always UTC, always three decimals.</summary>
internal sealed class JavaScriptDateConverter : JsonConverter<DateTime>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => reader.GetDateTime().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options)
        => writer.WriteStringValue(value.ToUniversalTime().ToString(Format, CultureInfo.InvariantCulture));
}
