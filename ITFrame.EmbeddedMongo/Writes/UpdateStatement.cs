using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Sessions;
using ITFrame.EmbeddedMongo.Storage;
using ITFrame.EmbeddedMongo.Update;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Writes;

/// <summary>One statement of an update command.</summary>
internal sealed record UpdateStatement(Filter Filter, DocumentUpdate Update, bool IsMulti, bool IsUpsert, SortOrder? Sort, IndexHint? Hint = null)
{
    public static UpdateStatement Parse(BsonDocument statement, Variables? variables = null)
    {
        if (statement.GetValue("q", BsonNull.Value) is not BsonDocument query || !statement.TryGetValue("u", out var change))
        {
            throw CommandException.FailedToParse("each update needs 'q' and 'u'");
        }

        // The constants of this update alone.
        variables = (statement.GetValue("c", BsonNull.Value) as BsonDocument ?? []).Aggregate(variables ?? Variables.None, (given, constant) => given.Given(constant.Name, constant.Value));
        var update = DocumentUpdate.Parse(change, statement.GetValue("arrayFilters", BsonNull.Value) as BsonArray, variables);
        var isMulti = statement.GetValue("multi", false).ToBoolean();
        return isMulti && update.IsReplacement
            ? throw CommandException.FailedToParse("multi update is not supported for replacement-style update")
            : new UpdateStatement(
                Filter.Parse(query, variables),
                update,
                isMulti,
                statement.GetValue("upsert", false).ToBoolean(),
                SortOrder.ParseOptional(statement.GetValue("sort", BsonNull.Value)),
                IndexHint.ParseOptional(statement.GetValue("hint", BsonNull.Value)));
    }

    /// <summary>Runs the statement and returns n, nModified and, after an upsert that inserted, 'upserted' with the _id.</summary>
    public BsonDocument Run(CollectionWriter writer, SessionStatement? session)
    {
        if (writer.FindOutcome(session) is { } done)
        {
            return done;
        }

        var found = writer.Find(Filter, Sort, IsMulti ? null : 1, Hint);
        if (found.Count == 0)
        {
            return IsUpsert ? Upsert(writer, session) : Outcome(0, 0);
        }

        var modified = found.Count(stored => Apply(writer, stored, session));
        return Outcome(found.Count, modified);
    }

    public BsonDocument UpsertedDocument()
    {
        var document = Update.Apply(UpsertDocument.From(Filter), Filter, isInsert: true);
        if (!document.Contains("_id"))
        {
            document.InsertAt(0, new BsonElement("_id", ObjectId.GenerateNewId()));
        }

        return document;
    }

    private static BsonDocument Outcome(int matched, int modified) => new() { { "n", matched }, { "nModified", modified } };

    private bool Apply(CollectionWriter writer, StoredDocument stored, SessionStatement? session) =>
        writer.Replace(stored, Update.Apply(stored.Document, Filter, isInsert: false), Update.IsReplacement, session, isModified => Outcome(1, isModified ? 1 : 0));

    private BsonDocument Upsert(CollectionWriter writer, SessionStatement? session)
    {
        var document = UpsertedDocument();
        var outcome = Outcome(1, 0).Add("upserted", document["_id"]);
        writer.Insert(document, session, outcome);
        return outcome;
    }
}
