using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Writes;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.ReplicaSet;

/// <summary>Sets the read and write concern of commands that give none, for the whole set.</summary>
internal sealed class SetDefaultConcernsCommand : ICommand
{
    public IReadOnlyList<string> Names => ["setDefaultRWConcern"];

    public CommandTraits Traits => CommandTraits.AdminOnly | CommandTraits.Writes;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var write = context.OptionalDocument("defaultWriteConcern");
        var read = context.OptionalDocument("defaultReadConcern");
        if (write is null && read is null)
        {
            throw CommandException.BadValue("At least one of the \"defaultReadConcern\" or \"defaultWriteConcern\" fields must be present");
        }

        Check(write, read, DefaultConcerns.Read(context.Member));
        await context.WriteDocumentsAsync(target => Store(new CollectionWriter(target, DefaultConcerns.Settings), write, read, context), cancellationToken);
        return GetDefaultConcernsCommand.Describe(context);
    }

    private static void Check(BsonDocument? write, BsonDocument? read, DefaultConcerns before)
    {
        if (write is { ElementCount: 0 } && before.WriteConcern is not null)
        {
            throw new CommandException(ErrorCode.IllegalOperation, "The global default write concern cannot be unset once it is set.");
        }

        if (write is { ElementCount: > 0 })
        {
            if (!write.Contains("w"))
            {
                throw CommandException.BadValue("Default write concern must have 'w' field.");
            }

            if (WriteConcern.Parse(write, "customDefault").Members == 0)
            {
                throw CommandException.BadValue("\"defaultWriteConcern\" must be acknowledged: w must not be 0");
            }
        }

        if (read is { ElementCount: > 0 } && ReadConcern.Parse(read).Level is not ("local" or "available" or "majority"))
        {
            throw CommandException.BadValue($"level: \"{BsonText.Of(read["level"])}\" is not suitable for the default read concern");
        }
    }

    private static bool Store(CollectionWriter writer, BsonDocument? write, BsonDocument? read, CommandContext context)
    {
        var stored = writer.Find(Filter.Parse(new BsonDocument("_id", DefaultConcerns.DocumentId)), null, 1).FirstOrDefault();
        var document = stored is null ? new BsonDocument("_id", DefaultConcerns.DocumentId) : new BsonDocument(stored.Document);
        Set(document, "defaultWriteConcern", write);
        Set(document, "defaultReadConcern", read);
        document["updateOpTime"] = new BsonTimestamp(context.Member.Store.LastOpTime.Timestamp);
        document["updateWallClockTime"] = new BsonDateTime(context.Member.Clock.Now);
        if (stored is null)
        {
            writer.Insert(document, null, []);
        }
        else
        {
            writer.Replace(stored, document, isReplacement: true, null, _ => []);
        }

        return true;
    }

    // Absent leaves it as it is, empty takes it back.
    private static void Set(BsonDocument document, string name, BsonDocument? value)
    {
        if (value is { ElementCount: 0 })
        {
            document.Remove(name);
        }
        else if (value is not null)
        {
            document[name] = value;
        }
    }
}
