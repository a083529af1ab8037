using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Storage;
using ITFrame.EmbeddedMongo.Writes;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Catalog;

internal sealed class RenameCollectionCommand : ICommand
{
    public IReadOnlyList<string> Names => ["renameCollection"];

    public CommandTraits Traits => CommandTraits.Writes | CommandTraits.AdminOnly;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var from = Parse(context.Text("renameCollection"));
        var to = Parse(context.Text("to"));
        if (from == to)
        {
            throw new CommandException(ErrorCode.IllegalOperation, "Can't rename a collection to itself");
        }

        if (from.IsSystem || from.IsLocal || to.IsSystem || to.IsLocal)
        {
            throw new CommandException(ErrorCode.IllegalOperation, $"cannot rename {from} to {to}");
        }

        var drops = context.Flag("dropTarget");
        return await context.WriteAsync(oplog =>
        {
            var catalog = oplog.Transaction.Catalog;
            var source = catalog.Find(from) ?? throw new CommandException(ErrorCode.NamespaceNotFound, $"Source collection {from} does not exist");
            if (source.IsView)
            {
                throw new CommandException(ErrorCode.CommandNotSupportedOnView, $"cannot rename view: {from}");
            }

            var target = catalog.Find(to);
            if (target is not null && !drops)
            {
                throw new CommandException(ErrorCode.NamespaceExists, "target namespace exists");
            }

            CatalogWriter.Rename(oplog, source, to, target);
            return new BsonDocument();
        });
    }

    private static Namespace Parse(string? text)
    {
        var ns = Namespace.Parse(text ?? throw new CommandException((ErrorCode)40414, "BSON field 'renameCollection.to' is missing but a required field"));
        return Namespace.Create(ns.Database, ns.Collection);
    }
}
