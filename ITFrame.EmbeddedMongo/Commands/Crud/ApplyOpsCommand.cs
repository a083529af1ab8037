using ITFrame.EmbeddedMongo.Commands.Catalog;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Storage;
using ITFrame.EmbeddedMongo.Writes;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

/// <summary>
/// Does again what entries of an oplog say, in one transaction: what mongorestore replays a dump's oplog with. As there, an entry may
/// be older than the documents: an insert of what is there replaces it, and a delete of what is not there does nothing.
/// </summary>
internal sealed class ApplyOpsCommand : ICommand
{
    public IReadOnlyList<string> Names => ["applyOps"];

    public CommandTraits Traits => CommandTraits.Writes | CommandTraits.AdminOnly;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var entries = context.Array("applyOps").Select(entry => entry as BsonDocument ?? throw CommandException.TypeMismatch("each operation must be a document")).ToList();
        return await context.WriteDocumentsAsync(target =>
        {
            entries.ForEach(entry => Apply(target, entry));
            return new BsonDocument { { "applied", entries.Count }, { "results", new BsonArray(entries.Select(_ => BsonBoolean.True)) } };
        }, cancellationToken);
    }

    private static void Apply(IWriteTarget target, BsonDocument entry)
    {
        var operation = Text(entry, "op");
        var content = Document(entry, "o");
        switch (operation)
        {
            case "n":
                break;
            case "i":
                Put(Writer(target, entry), content, content);
                break;
            case "u" when content.Contains("$v") || content.Any(element => element.Name.StartsWith('$')):
                throw new CommandException(ErrorCode.NotImplemented, "updates by operators or differences are not supported in applyOps by this stand-in, whose own oplog has whole documents");
            case "u":
                Put(Writer(target, entry), Document(entry, "o2"), content);
                break;
            case "d":
                var writer = Writer(target, entry);
                Find(writer, content).ForEach(stored => writer.Delete(stored, null, []));
                break;
            case "c":
                Run(target, Namespace.Parse(Text(entry, "ns")).Database, content);
                break;
            default:
                throw CommandException.BadValue($"invalid op type '{operation}'");
        }
    }

    private static void Run(IWriteTarget target, string database, BsonDocument command)
    {
        switch (command.Names.FirstOrDefault())
        {
            case "create":
                var ns = Namespace.Create(database, Text(command, "create"));
                if (target.Catalog.Find(ns) is null)
                {
                    // The stand-in's own entries have the options in a document, MongoDB's beside the name.
                    target.Create(ns, CollectionOptions.Parse(command.GetValue("options", BsonNull.Value) as BsonDocument ?? command, database));
                }

                break;
            case var name:
                throw new CommandException(ErrorCode.NotImplemented, $"'{name}' in applyOps is not supported by this stand-in");
        }
    }

    private static void Put(CollectionWriter writer, BsonDocument identity, BsonDocument document)
    {
        if (Find(writer, identity).FirstOrDefault() is { } stored)
        {
            writer.Replace(stored, document, isReplacement: true, null, _ => []);
        }
        else
        {
            writer.Insert(document, null, []);
        }
    }

    private static List<StoredDocument> Find(CollectionWriter writer, BsonDocument identity)
        => identity.TryGetValue("_id", out var id)
            ? writer.Find(Filter.Parse(new BsonDocument("_id", new BsonDocument("$eq", id))), null, 1)
            : throw new CommandException(ErrorCode.NoSuchKey, "an operation needs the _id of its document");

    private static CollectionWriter Writer(IWriteTarget target, BsonDocument entry)
        => new(target, Namespace.Parse(Text(entry, "ns"))) { BypassesValidation = true };

    private static string Text(BsonDocument entry, string field)
        => entry.GetValue(field, BsonNull.Value) is BsonString { Value: var text } ? text : throw CommandException.FailedToParse($"an operation needs '{field}', a string");

    private static BsonDocument Document(BsonDocument entry, string field)
        => entry.GetValue(field, BsonNull.Value) as BsonDocument ?? throw CommandException.FailedToParse($"an operation needs '{field}', a document");
}
