using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Hosting;
using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Replication.Oplog;
using ITFrame.EmbeddedMongo.Sessions;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands;

/// <summary>One command being run.</summary>
internal sealed class CommandContext
{
    private CommandContext(Member member, ConnectionState connection, BsonDocument command, string database)
    {
        Member = member;
        Connection = connection;
        Command = command;
        Database = database;
    }

    public Member Member { get; }

    public ConnectionState Connection { get; }

    public BsonDocument Command { get; }

    public string Database { get; }

    public string Name => Command.GetElement(0).Name;

    public required ReadConcern ReadConcern { get; init; }

    public byte[]? Session { get; private init; }

    public long? TransactionNumber { get; private init; }

    /// <summary>The last entry that the command wrote, or that what it found done had written.</summary>
    public OpTime LastWrite { get; private set; } = OpTime.None;

    public long WriteTerm { get; private set; }

    public static CommandContext Create(Member member, ConnectionState connection, BsonDocument command, string database)
    {
        var session = RetryRecords.SessionKey(command.GetValue("lsid", BsonNull.Value));
        var number = command.GetValue("txnNumber", BsonNull.Value) is { IsNumeric: true } value ? BsonNumber.Truncate(value) : (long?)null;
        if (number is not null && session is null)
        {
            throw new CommandException(ErrorCode.InvalidOptions, "Transaction number requires a session ID to also be specified");
        }

        if (command.Contains("startTransaction") || command.GetValue("autocommit", BsonNull.Value) is BsonBoolean)
        {
            throw new CommandException(ErrorCode.OperationNotSupportedInTransaction, "multi-document transactions are not supported by this stand-in");
        }

        if (command.GetValue("collation", BsonNull.Value) is BsonDocument { ElementCount: > 0 } collation && collation.GetValue("locale", "simple") != "simple")
        {
            throw new CommandException(ErrorCode.NotImplemented, "collations are not supported by this stand-in");
        }

        return new CommandContext(member, connection, command, database)
        {
            ReadConcern = ReadConcern.Parse(command.GetValue("readConcern", BsonNull.Value)),
            Session = session,
            TransactionNumber = number,
        };
    }

    public Namespace CollectionNamespace() => Command[0] is BsonString name
        ? Namespace.Create(Database, name.Value)
        : throw new CommandException(ErrorCode.InvalidNamespace, $"collection name has invalid type {Query.BsonTypeNames.Of(Command[0].BsonType)}");

    public SessionStatement? Statement(int index) => TransactionNumber is { } number && Session is { } session
        ? new SessionStatement(session, Command["lsid"].AsBsonDocument, number, StatementId(index))
        : null;

    /// <summary>Runs on the writer, as the primary, in one transaction; or throws that this is no primary.</summary>
    public async Task<T> WriteAsync<T>(Func<OplogWriter, T> work)
    {
        var gate = Member.Replication.Gate;
        var (result, last, term) = await Member.Store.WriteAsync(transaction =>
        {
            var writer = new OplogWriter(transaction, gate.DemandTerm(), Member.Clock);
            var outcome = work(writer);
            return (outcome, transaction.LastOpTime, writer.Term);
        });
        LastWrite = last;
        WriteTerm = term;
        return result;
    }

    public string? Text(string name) => Command.GetValue(name, BsonNull.Value) switch
    {
        BsonNull => null,
        BsonString text => text.Value,
        _ => throw CommandException.TypeMismatch($"'{name}' must be a string"),
    };

    public BsonDocument Document(string name) => OptionalDocument(name) ?? [];

    public BsonDocument? OptionalDocument(string name) => Command.GetValue(name, BsonNull.Value) switch
    {
        BsonNull => null,
        BsonDocument document => document,
        _ => throw CommandException.TypeMismatch($"'{name}' must be an object"),
    };

    public BsonArray Array(string name) => Command.GetValue(name, BsonNull.Value) as BsonArray
        ?? throw CommandException.TypeMismatch($"'{name}' must be an array");

    public int? Number(string name) => Command.GetValue(name, BsonNull.Value) switch
    {
        BsonNull => null,
        { IsNumeric: true } number => (int)Math.Clamp(BsonNumber.Truncate(number), int.MinValue, int.MaxValue),
        _ => throw CommandException.TypeMismatch($"'{name}' must be a number"),
    };

    public int? NonNegative(string name) => Number(name) is not { } number ? null
        : number >= 0 ? number
        : throw CommandException.BadValue($"'{name}' value must be non-negative, received: {number}");

    public bool Flag(string name, bool fallback = false) => Command.GetValue(name, BsonNull.Value) switch
    {
        BsonNull => fallback,
        BsonBoolean boolean => boolean.Value,
        { IsNumeric: true } number => BsonNumber.ToDouble(number) != 0,
        _ => throw CommandException.TypeMismatch($"'{name}' must be a boolean"),
    };

    private int StatementId(int index) =>
        Command.GetValue("stmtIds", BsonNull.Value) is BsonArray ids && index < ids.Count && ids[index].IsNumeric ? (int)BsonNumber.Truncate(ids[index])
        : Command.GetValue("stmtId", BsonNull.Value) is { IsNumeric: true } first ? (int)BsonNumber.Truncate(first) + index
        : index;
}
