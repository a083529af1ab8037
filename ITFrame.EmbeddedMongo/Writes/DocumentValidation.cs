using System.Runtime.CompilerServices;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Query.Schema;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Writes;

/// <summary>Holds documents against the validator of their collection.</summary>
internal static class DocumentValidation
{
    private static readonly ConditionalWeakTable<BsonDocument, Filter> Parsed = [];

    /// <param name="collection">Where the document goes.</param>
    /// <param name="document">The document as it would be stored.</param>
    /// <param name="before">What it replaces; null for a new one.</param>
    public static void Demand(CollectionDefinition collection, BsonDocument document, BsonDocument? before)
    {
        if (collection.Validator is not { } validator || collection.Options.GetValue("validationAction", "error") == "warn")
        {
            return;
        }

        var filter = Parsed.GetValue(validator, query => Filter.Parse(query));
        var level = collection.Options.GetValue("validationLevel", "strict");
        if (level == "off" || filter.Matches(document) || (level == "moderate" && before is not null && !filter.Matches(before)))
        {
            return;
        }

        throw new CommandException(
            ErrorCode.DocumentValidationFailure,
            "Document failed validation",
            new BsonDocument("errInfo", new BsonDocument { { "failingDocumentId", document["_id"] }, { "details", Explain(validator, filter, document) } }));
    }

    private static BsonDocument Explain(BsonDocument validator, Filter filter, BsonDocument document)
    {
        var schema = filter.Conjuncts.OfType<SatisfiesSchema>().FirstOrDefault(condition => !condition.Matches(document));
        if (schema is not null)
        {
            return new BsonDocument { { "operatorName", "$jsonSchema" }, { "schemaRulesNotSatisfied", schema.Schema.Failures(document) } };
        }

        var failed = validator.First(element => !Filter.Parse(new BsonDocument(element)).Matches(document));
        var name = failed.Name.StartsWith('$') ? failed.Name : FilterParser.IsOperatorDocument(failed.Value) ? failed.Value.AsBsonDocument.GetElement(0).Name : "$eq";
        var result = new BsonDocument { { "operatorName", name }, { "specifiedAs", new BsonDocument(failed) }, { "reason", "comparison failed" } };
        return !failed.Name.StartsWith('$') && new Bson.BsonPath(failed.Name).Single(document) is { } value ? result.Add("consideredValue", value) : result;
    }
}
