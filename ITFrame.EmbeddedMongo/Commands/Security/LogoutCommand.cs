using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Security;

internal sealed class LogoutCommand : ICommand
{
    public IReadOnlyList<string> Names => ["logout"];

    public CommandTraits Traits => CommandTraits.None;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var session = context.Connection.Authorization;
        if (session.User?.Database == context.Database)
        {
            session.LogOut();
        }

        return Task.FromResult(new BsonDocument());
    }
}
