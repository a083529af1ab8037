using System.Globalization;
using System.Text;
using Google.Protobuf.Collections;
using ITFrame.Console.Otlp.Wire;
using ITFrame.Console.Telemetry;

namespace ITFrame.Console.Otlp;

/// <summary>Turns OTLP's attributes into text, within limits: what a sender sends must not decide how much memory is used.</summary>
internal static class AttributeReader
{
    private const int MaxAttributes = 128;
    private const int MaxValueLength = 4096;

    public static AttributeList Read(RepeatedField<KeyValue> attributes)
    {
        if (attributes.Count == 0)
        {
            return AttributeList.Empty;
        }

        var items = new KeyValuePair<string, string>[Math.Min(attributes.Count, MaxAttributes)];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = new(StringPool.Shared.Get(attributes[i].Key), ReadText(attributes[i].Value));
        }

        return new AttributeList(items);
    }

    public static string ReadText(AnyValue? value) => value?.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => StringPool.Shared.Get(Limit(value.StringValue)),
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        AnyValue.ValueOneofCase.IntValue => StringPool.Shared.Get(value.IntValue.ToString(CultureInfo.InvariantCulture)),
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.BytesValue => Limit(Convert.ToBase64String(value.BytesValue.Span[..Math.Min(value.BytesValue.Length, MaxValueLength)])),
        AnyValue.ValueOneofCase.ArrayValue or AnyValue.ValueOneofCase.KvlistValue => ReadNested(value),
        _ => "",
    };

    // How deep values nest is bounded by the parser, which refuses more than a hundred levels.
    private static string ReadNested(AnyValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return Limit(text.ToString());
    }

    private static void Append(StringBuilder text, AnyValue? value)
    {
        if (text.Length > MaxValueLength)
        {
            return;
        }

        switch (value?.ValueCase)
        {
            case AnyValue.ValueOneofCase.ArrayValue:
                AppendAll(text, '[', value.ArrayValue.Values, ']', static (text, item) => Append(text, item));
                break;
            case AnyValue.ValueOneofCase.KvlistValue:
                AppendAll(text, '{', value.KvlistValue.Values, '}', static (text, item) =>
                {
                    text.Append(item.Key).Append(": ");
                    Append(text, item.Value);
                });
                break;
            default:
                text.Append(ReadText(value));
                break;
        }
    }

    private static void AppendAll<T>(StringBuilder text, char open, RepeatedField<T> items, char close, Action<StringBuilder, T> append)
    {
        text.Append(open);
        for (var i = 0; i < items.Count && text.Length <= MaxValueLength; i++)
        {
            if (i > 0)
            {
                text.Append(", ");
            }

            append(text, items[i]);
        }

        text.Append(close);
    }

    private static string Limit(string text)
        => text.Length <= MaxValueLength ? text : string.Concat(text.AsSpan(0, MaxValueLength), "…");
}
