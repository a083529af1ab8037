using ITFrame.EmbeddedMongo.Commands;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Security.Scram;
using ITFrame.EmbeddedMongo.Security.Tls;
using ITFrame.EmbeddedMongo.Security.Users;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Security;

/// <summary>Lets users and members prove who they are. What is wrong goes to the log; the client hears only that something is.</summary>
internal sealed class Authenticator(MemberSecurity security, ILogger<Authenticator> logger)
{
    public const string X509 = "MONGODB-X509";

    private const int ConversationId = 1;
    private const int MaxNameInLog = 100;

    public BsonDocument SaslStart(ConnectionState connection, string database, BsonDocument command)
    {
        connection.Conversation = null;
        if (Text(command, "mechanism") is not ScramCredentials.Mechanism and var mechanism)
        {
            throw Unavailable(mechanism);
        }

        var skips = command.GetValue("options", BsonNull.Value) is BsonDocument options && options.GetValue("skipEmptyExchange", false).ToBoolean();
        connection.Conversation = new ScramConversation(database, skips, security.CredentialsOf, security.DecoyFor);
        return Step(connection, command);
    }

    public BsonDocument SaslContinue(ConnectionState connection, BsonDocument command)
    {
        if (connection.Conversation is null)
        {
            throw new CommandException(ErrorCode.ProtocolError, "No SASL session state found");
        }

        if (command.GetValue("conversationId", BsonNull.Value) is not { IsNumeric: true } id || id.ToDouble() != ConversationId)
        {
            connection.Conversation = null;
            throw new CommandException(ErrorCode.ProtocolError, "sasl: Mismatched conversation id");
        }

        return Step(connection, command);
    }

    /// <summary>Takes the subject of the client's certificate, which the TLS handshake has checked, for its name.</summary>
    public BsonDocument Authenticate(ConnectionState connection, string database, BsonDocument command)
    {
        if (Text(command, "mechanism") is not X509 and var mechanism)
        {
            throw Unavailable(mechanism);
        }

        var claimed = command.GetValue("user", BsonNull.Value) is BsonString { Value.Length: > 0 } name ? name.Value : null;
        if (connection.Peer is not { } peer)
        {
            throw Failed(connection, claimed ?? "", "No verified subject name available from client");
        }

        var subject = SubjectName.Format(peer);
        if (claimed is not null && claimed != subject)
        {
            throw Failed(connection, claimed, "There is no x.509 client certificate matching the user.");
        }

        if (database != UserName.ExternalDatabase)
        {
            throw new CommandException(ErrorCode.ProtocolError, "X.509 authentication must always use the $external database.");
        }

        if (security.AcceptsMemberCertificates && SubjectName.IsSameCluster(peer, security.Tls!.MemberSubject))
        {
            LogIn(connection, UserName.System, X509);
        }
        else
        {
            LogIn(connection, new UserName(subject, database), X509);
        }

        return new BsonDocument { { "dbname", database }, { "user", subject } };
    }

    /// <summary>What hello brings along to spare a round trip; when it fails, it is as if it had not been there.</summary>
    public BsonDocument? Speculate(ConnectionState connection, BsonDocument command)
    {
        if (command.ElementCount == 0 || command.GetValue("db", BsonNull.Value) is not BsonString database)
        {
            return null;
        }

        try
        {
            return command.GetElement(0).Name == "saslStart"
                ? SaslStart(connection, database.Value, command)
                : Authenticate(connection, database.Value, command);
        }
        catch (CommandException)
        {
            return null;
        }
    }

    /// <summary>The same for all names, so that they cannot be guessed by asking.</summary>
    public static BsonArray MechanismsFor(UserName user) => [user.Database == UserName.ExternalDatabase ? X509 : ScramCredentials.Mechanism];

    private BsonDocument Step(ConnectionState connection, BsonDocument command)
    {
        var conversation = connection.Conversation!;
        byte[] answer;
        try
        {
            answer = conversation.Step(Payload(command));
        }
        catch (ScramException exception)
        {
            connection.Conversation = null;
            throw Failed(connection, conversation.User.ToString(), exception.Message);
        }

        if (conversation.IsDone)
        {
            connection.Conversation = null;
            LogIn(connection, conversation.User, ScramCredentials.Mechanism);
        }

        return new BsonDocument
        {
            { "conversationId", ConversationId },
            { "done", conversation.IsDone },
            { "payload", command["payload"] is BsonString ? Convert.ToBase64String(answer) : new BsonBinaryData(answer) },
        };
    }

    private void LogIn(ConnectionState connection, UserName name, string mechanism)
    {
        var session = connection.Authorization;
        session.Refresh();
        if (session.User is { } before && before != name)
        {
            throw new CommandException(
                (ErrorCode)(before.Database == name.Database ? 5626701 : 5626702),
                before.Database == name.Database
                    ? $"Each client connection may only be authenticated once. Previously authenticated as: {before}"
                    : $"Client has attempted to authenticate on multiple databases. Already authenticated as: {before}");
        }

        if (name == UserName.System)
        {
            session.LogInMember();
        }
        else
        {
            session.LogIn(security.Users.Find(name) ?? throw Failed(connection, name.ToString(), "there is no such user"));
            logger.LogInformation("authenticated {User} by {Mechanism} on connection {Id} from {Remote}", name, mechanism, connection.Id, connection.Remote);
        }
    }

    private CommandException Failed(ConnectionState connection, string user, string reason)
    {
        logger.LogWarning("authentication of {User} failed on connection {Id} from {Remote}: {Reason}", Printable(user), connection.Id, connection.Remote, reason);
        return new CommandException(ErrorCode.AuthenticationFailed, "Authentication failed.");
    }

    // What a stranger sends must not forge lines of the log.
    private static string Printable(string user) => string.Concat(user.Take(MaxNameInLog).Select(c => char.IsControl(c) ? '?' : c));

    private static CommandException Unavailable(string? mechanism) =>
        new(ErrorCode.MechanismUnavailable, $"Received authentication for mechanism {mechanism} which is not enabled");

    private static byte[] Payload(BsonDocument command)
    {
        try
        {
            return command.GetValue("payload", BsonNull.Value) switch
            {
                BsonBinaryData binary => binary.Bytes,
                BsonString text => Convert.FromBase64String(text.Value),
                _ => throw CommandException.TypeMismatch("'payload' must be binary data or a base64 string"),
            };
        }
        catch (FormatException)
        {
            throw CommandException.BadValue("'payload' is not valid base64");
        }
    }

    private static string? Text(BsonDocument command, string name) => command.GetValue(name, BsonNull.Value) is BsonString text
        ? text.Value
        : throw CommandException.TypeMismatch($"'{name}' must be a string");
}
