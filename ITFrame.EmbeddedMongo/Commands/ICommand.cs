using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands;

/// <summary>A database command. One instance serves all connections.</summary>
internal interface ICommand
{
    /// <summary>The command's name first, then other names for it.</summary>
    IReadOnlyList<string> Names { get; }

    CommandTraits Traits { get; }

    /// <summary>Returns the reply without 'ok'; a failure is a <see cref="Errors.CommandException"/>.</summary>
    Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken);
}
