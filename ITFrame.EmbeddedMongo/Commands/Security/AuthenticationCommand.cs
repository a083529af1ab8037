using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Security;

/// <summary>saslStart and saslContinue, for passwords, and authenticate, for certificates.</summary>
internal sealed class AuthenticationCommand : ICommand
{
    public IReadOnlyList<string> Names => ["saslStart", "saslContinue", "authenticate"];

    public CommandTraits Traits => CommandTraits.DuringShutdown;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var authenticator = context.Member.Authenticator;
        return Task.FromResult(context.Name switch
        {
            "saslStart" => authenticator.SaslStart(context.Connection, context.Database, context.Command),
            "saslContinue" => authenticator.SaslContinue(context.Connection, context.Command),
            _ => authenticator.Authenticate(context.Connection, context.Database, context.Command),
        });
    }
}
