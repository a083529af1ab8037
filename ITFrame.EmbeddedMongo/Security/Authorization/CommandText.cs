using System.Globalization;
using System.Text;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Security.Authorization;

/// <summary>A command as errors quote it, without its secrets and not longer than an error should be.</summary>
internal static class CommandText
{
    private const int MaxLength = 2000;

    public static string Of(BsonDocument command)
    {
        var text = new StringBuilder();
        Append(text, command);
        return text.Length <= MaxLength ? text.ToString() : text.ToString(0, MaxLength) + "...";
    }

    private static void Append(StringBuilder text, BsonDocument document)
    {
        if (document.ElementCount == 0)
        {
            text.Append("{}");
            return;
        }

        var separator = "{ ";
        foreach (var element in document)
        {
            text.Append(separator).Append(element.Name).Append(": ");
            if (Secrets.IsSecret(element.Name))
            {
                Append(text, Secrets.Hidden);
            }
            else
            {
                Append(text, element.Value);
            }

            separator = ", ";
            if (text.Length > MaxLength)
            {
                break;
            }
        }

        text.Append(" }");
    }

    private static void Append(StringBuilder text, BsonValue value)
    {
        switch (value)
        {
            case BsonDocument document:
                Append(text, document);
                break;
            case BsonArray array:
                AppendArray(text, array);
                break;
            case BsonString words:
                text.Append('"').Append(words.Value, 0, Math.Min(words.Value.Length, MaxLength)).Append('"');
                break;
            case BsonDouble number:
                text.Append(number.Value.ToString(Math.Floor(number.Value) == number.Value ? "0.0" : "R", CultureInfo.InvariantCulture));
                break;
            case BsonObjectId id:
                text.Append(CultureInfo.InvariantCulture, $"ObjectId('{id.Value}')");
                break;
            case BsonDateTime date:
                text.Append(CultureInfo.InvariantCulture, $"new Date({date.MillisecondsSinceEpoch})");
                break;
            case BsonTimestamp time:
                text.Append(CultureInfo.InvariantCulture, $"Timestamp({time.Timestamp}, {time.Increment})");
                break;
            case BsonBinaryData { SubType: BsonBinarySubType.UuidStandard } uuid:
                text.Append(CultureInfo.InvariantCulture, $"UUID(\"{uuid.ToGuid()}\")");
                break;
            case BsonBinaryData binary:
                text.Append(CultureInfo.InvariantCulture, $"BinData({(int)binary.SubType}, {Convert.ToHexString(binary.Bytes.AsSpan(0, Math.Min(binary.Bytes.Length, MaxLength)))})");
                break;
            default:
                text.Append(value);
                break;
        }
    }

    private static void AppendArray(StringBuilder text, BsonArray array)
    {
        if (array.Count == 0)
        {
            text.Append("[]");
            return;
        }

        var separator = "[ ";
        foreach (var item in array)
        {
            text.Append(separator);
            Append(text, item);
            separator = ", ";
            if (text.Length > MaxLength)
            {
                break;
            }
        }

        text.Append(" ]");
    }
}
