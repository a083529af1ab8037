using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Security;
using ITFrame.EmbeddedMongo.Security.Scram;
using ITFrame.EmbeddedMongo.Security.Users;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Peers;

/// <summary>Proves to another member that this one belongs to the set, by the shared key or by certificate.</summary>
internal sealed class PeerAuthenticator(MemberSecurity security)
{
    public async Task AuthenticateAsync(PeerConnection connection, string host, CancellationToken cancellationToken)
    {
        if (!security.IsEnabled)
        {
            return;
        }

        try
        {
            if (security.SendsCertificate)
            {
                await connection.RunAsync(new BsonDocument { { "authenticate", 1 }, { "mechanism", Authenticator.X509 } }, UserName.ExternalDatabase, cancellationToken);
            }
            else
            {
                await SendKeyAsync(connection, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is CommandException or ScramException)
        {
            throw new IOException($"authentication with {host} failed: {exception.Message}", exception);
        }
    }

    private async Task SendKeyAsync(PeerConnection connection, CancellationToken cancellationToken)
    {
        var client = new ScramClient(UserName.System.Name, security.Keys[0]);
        var start = new BsonDocument
        {
            { "saslStart", 1 },
            { "mechanism", ScramCredentials.Mechanism },
            { "payload", client.First() },
            { "options", new BsonDocument("skipEmptyExchange", true) },
        };
        var reply = await connection.RunAsync(start, UserName.System.Database, cancellationToken);
        var next = new BsonDocument { { "saslContinue", 1 }, { "conversationId", reply["conversationId"] }, { "payload", client.Final(reply["payload"].AsByteArray) } };
        reply = await connection.RunAsync(next, UserName.System.Database, cancellationToken);
        if (!reply["done"].ToBoolean() || !client.IsServer(reply["payload"].AsByteArray))
        {
            throw new ScramException("the other member does not know the key");
        }
    }
}
