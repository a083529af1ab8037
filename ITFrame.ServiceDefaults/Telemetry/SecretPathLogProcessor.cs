using OpenTelemetry;
using OpenTelemetry.Logs;

namespace ITFrame.ServiceDefaults.Telemetry;

/// <summary>Masks secrets in log records that go to collectors. Must be added before the exporters.</summary>
internal sealed class SecretPathLogProcessor : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        data.Body = data.Body is null ? null : SecretPaths.Redact(data.Body);
        data.FormattedMessage = data.FormattedMessage is null ? null : SecretPaths.Redact(data.FormattedMessage);
        if (data.Attributes?.Any(IsSecret) is true)
        {
            data.Attributes = [.. data.Attributes.Select(attribute => new KeyValuePair<string, object?>(attribute.Key, Masked(attribute.Value)))];
        }
    }

    private static bool IsSecret(KeyValuePair<string, object?> attribute) => !ReferenceEquals(attribute.Value, Masked(attribute.Value));

    private static object? Masked(object? value) => value switch
    {
        string text => SecretPaths.Redact(text),
        Uri url when url.ToString() is var text && SecretPaths.Redact(text) is var redacted && !ReferenceEquals(text, redacted) => redacted,
        _ => value,
    };
}
