using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Explain;

/// <summary>A query written out: equality by name, and several conditions as a conjunction.</summary>
internal static class ParsedQueries
{
    public static BsonDocument Of(BsonDocument query)
    {
        var conditions = query.SelectMany(Conditions).ToList();
        return conditions.Count switch
        {
            0 => [],
            1 => conditions[0],
            _ => new BsonDocument("$and", new BsonArray(conditions)),
        };
    }

    private static IEnumerable<BsonDocument> Conditions(BsonElement element)
    {
        if (element is { Name: "$and", Value: BsonArray all })
        {
            return all.OfType<BsonDocument>().SelectMany(document => document.SelectMany(Conditions));
        }

        if (element is { Name: "$or" or "$nor", Value: BsonArray alternatives })
        {
            return [new BsonDocument(element.Name, new BsonArray(alternatives.OfType<BsonDocument>().Select(Of)))];
        }

        if (element.Name.StartsWith('$') || element.Value is BsonRegularExpression)
        {
            return [new BsonDocument(element)];
        }

        return FilterParser.IsOperatorDocument(element.Value)
            ? element.Value.AsBsonDocument.Select(inner => new BsonDocument(element.Name, new BsonDocument(inner)))
            : [new BsonDocument(element.Name, new BsonDocument("$eq", element.Value))];
    }
}
