using System.Collections;

namespace ITFrame.Console.Telemetry;

/// <summary>The attributes of a span, a log record or a resource, as text, in the order in which they were sent.</summary>
public sealed class AttributeList(KeyValuePair<string, string>[] items) : IReadOnlyList<KeyValuePair<string, string>>
{
    public static readonly AttributeList Empty = new([]);

    public int Count => items.Length;

    public KeyValuePair<string, string> this[int index] => items[index];

    /// <summary>The value of an attribute; null where it was not sent.</summary>
    public string? this[string key]
    {
        get
        {
            foreach (var item in items)
            {
                if (string.Equals(item.Key, key, StringComparison.Ordinal))
                {
                    return item.Value;
                }
            }

            return null;
        }
    }

    /// <summary>The first of several attributes that was sent: conventions rename attributes, and senders differ in age.</summary>
    public string? First(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (this[key] is { Length: > 0 } value)
            {
                return value;
            }
        }

        return null;
    }

    public bool Contains(string text)
    {
        foreach (var (_, value) in items)
        {
            if (value.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the values occupy, roughly; keys are shared between records.</summary>
    public int ApproximateBytes()
    {
        var bytes = 0;
        foreach (var (_, value) in items)
        {
            bytes += 64 + (value.Length * sizeof(char));
        }

        return bytes;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
