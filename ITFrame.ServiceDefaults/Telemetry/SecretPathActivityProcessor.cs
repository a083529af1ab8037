using System.Diagnostics;
using OpenTelemetry;

namespace ITFrame.ServiceDefaults.Telemetry;

/// <summary>
/// Masks secrets in every span's attributes, whichever library wrote them: servers record <c>url.path</c>, clients and proxies
/// <c>url.full</c>. Must be added before the exporters.
/// </summary>
internal sealed class SecretPathActivityProcessor : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        data.DisplayName = SecretPaths.Redact(data.DisplayName);
        List<KeyValuePair<string, string>>? masked = null;
        foreach (ref readonly var tag in data.EnumerateTagObjects())
        {
            if (tag.Value is string text && SecretPaths.Redact(text) is var redacted && !ReferenceEquals(text, redacted))
            {
                (masked ??= []).Add(new(tag.Key, redacted));
            }
        }

        foreach (var tag in masked ?? [])
        {
            data.SetTag(tag.Key, tag.Value);
        }
    }
}
