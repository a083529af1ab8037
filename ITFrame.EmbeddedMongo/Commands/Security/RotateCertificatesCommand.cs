using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Security.Tls;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Security;

/// <summary>Reads the certificate files again. Connections that are open keep what they were opened with.</summary>
internal sealed class RotateCertificatesCommand : ICommand
{
    public IReadOnlyList<string> Names => ["rotateCertificates"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Member.Tls is not { } tls)
        {
            throw new CommandException(ErrorCode.IllegalOperation, "Unable to rotate certificates: TLS is not enabled");
        }

        try
        {
            tls.Rotate();
            return Task.FromResult(new BsonDocument());
        }
        catch (CertificateFileException exception)
        {
            throw new CommandException(ErrorCode.InvalidSSLConfiguration, "cannot rotate certificates, the old ones stay in use: " + exception.Message);
        }
    }
}
