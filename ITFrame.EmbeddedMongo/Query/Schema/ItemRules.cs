using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query.Schema;

/// <summary>Rules about the items of an array: the same for all, or one for each place and one for the rest.</summary>
internal static class ItemRules
{
    public static JsonSchema.Rule Items(BsonDocument schema)
    {
        var items = schema.GetValue("items", BsonNull.Value);
        var all = items is BsonDocument ? JsonSchemaParser.Parse(items) : null;
        var places = (items as BsonArray)?.Select(JsonSchemaParser.Parse).ToList() ?? [];
        var additional = schema.GetValue("additionalItems", true);
        var rest = additional is BsonDocument && items is BsonArray ? JsonSchemaParser.Parse(additional) : null;
        var allowsMore = items is not BsonArray || additional != false;
        return value =>
        {
            var array = value as BsonArray ?? [];
            for (var i = 0; i < array.Count; i++)
            {
                var item = all ?? (i < places.Count ? places[i] : rest);
                if (item?.Failures(array[i]) is { Count: > 0 } failures)
                {
                    return new BsonDocument { { "operatorName", "items" }, { "reason", "At least one item did not match the sub-schema" }, { "itemIndex", i }, { "details", failures } };
                }

                if (i >= places.Count && !allowsMore)
                {
                    return JsonSchemaParser.Failure(new BsonElement("additionalItems", additional), "found additional items", value);
                }
            }

            return null;
        };
    }
}
