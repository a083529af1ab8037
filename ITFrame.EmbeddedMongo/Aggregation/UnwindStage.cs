using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

internal static class UnwindStage
{
    public static Stage Parse(BsonValue value)
    {
        var options = value as BsonDocument ?? new BsonDocument("path", value);
        if (options.GetValue("path", BsonNull.Value) is not BsonString { Value: ['$', _, ..] text })
        {
            throw new CommandException((ErrorCode)28818, "path option to $unwind stage should be prefixed with a '$'");
        }

        var path = new BsonPath(text[1..]);
        var indexPath = options.TryGetValue("includeArrayIndex", out var name) ? new BsonPath(BsonFields.Text(name, "$unwind.includeArrayIndex")) : null;
        var preserve = options.GetValue("preserveNullAndEmptyArrays", false).ToBoolean();
        return (input, _) => input.SelectMany(document => Unwind(document, path, indexPath, preserve));
    }

    private static IEnumerable<BsonDocument> Unwind(BsonDocument document, BsonPath path, BsonPath? indexPath, bool preserve)
    {
        var value = path.Single(document);
        if (value is not BsonArray array)
        {
            if (preserve || !Expression.IsNullish(value))
            {
                yield return WithIndex((BsonDocument)document.Clone(), indexPath, BsonNull.Value);
            }

            yield break;
        }

        if (array.Count == 0 && preserve)
        {
            var result = (BsonDocument)document.DeepClone();
            FieldSetter.Remove(result, path);
            yield return WithIndex(result, indexPath, BsonNull.Value);
        }

        for (var i = 0; i < array.Count; i++)
        {
            var result = (BsonDocument)document.Clone();
            FieldSetter.Set(result, path, array[i]);
            yield return WithIndex(result, indexPath, (long)i);
        }
    }

    private static BsonDocument WithIndex(BsonDocument document, BsonPath? indexPath, BsonValue index)
    {
        if (indexPath is not null)
        {
            FieldSetter.Set(document, indexPath, index);
        }

        return document;
    }
}
