using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Hosting;
using ITFrame.EmbeddedMongo.Operations;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Replication.Oplog;
using ITFrame.EmbeddedMongo.Sessions;
using ITFrame.EmbeddedMongo.Storage;
using ITFrame.EmbeddedMongo.Transactions;
using ITFrame.EmbeddedMongo.Writes;
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

    /// <summary>Null when a command runs on behalf of another.</summary>
    public Operation? Operation { get; set; }

    public required ReadConcern ReadConcern { get; init; }

    public LogicalSession? Session { get; private init; }

    public long? TransactionNumber { get; private init; }

    /// <summary>Null when the command belongs to no multi-document transaction.</summary>
    public TransactionRequest? Transaction { get; private init; }

    /// <summary>The transaction in which the command runs.</summary>
    public ServerTransaction? OpenTransaction { get; set; }

    /// <summary>Where the command's reads come from.</summary>
    public ISnapshotSource Source => (ISnapshotSource?)OpenTransaction ?? (ISnapshotSource?)Majority ?? Member.Store;

    public CollectionCatalog Catalog => OpenTransaction?.Catalog ?? Majority?.Catalog ?? Member.Store.Catalog;

    /// <summary>Where reads with read concern majority come from; null for others.</summary>
    public MajoritySource? Majority { get; private init; }

    /// <summary>Whether what was read has to be committed before the client may see it.</summary>
    public bool MustWaitForCommit => Transaction is null && (Majority?.HasReadNewest ?? ReadConcern.NeedsMajority);

    /// <summary>The session and transaction number that the command was sent with.</summary>
    public SessionStatement? SessionStatement => TransactionNumber is { } number && Session is { } session
        ? new SessionStatement(session.Key, session.Document, number, 0)
        : null;

    /// <summary>The last entry that the command wrote, or that what it found done had written.</summary>
    public OpTime LastWrite { get; private set; } = OpTime.None;

    public long WriteTerm { get; private set; }

    /// <summary>Whether the command has put anything into the log, where a retry finds all of it done.</summary>
    public bool HasWritten { get; private set; }

    public static CommandContext Create(Member member, ConnectionState connection, BsonDocument command, string database)
    {
        var session = LogicalSession.Of(command.GetValue("lsid", BsonNull.Value), connection.Authorization.User);
        var number = command.GetValue("txnNumber", BsonNull.Value) is { IsNumeric: true } value ? BsonNumber.Truncate(value) : (long?)null;
        if (number is not null && session is null)
        {
            throw new CommandException(ErrorCode.InvalidOptions, "Transaction number requires a session ID to also be specified");
        }

        RefuseCollation(command);

        var readConcern = ReadConcern.Parse(command.GetValue("readConcern", BsonNull.Value) is var given and not BsonNull ? given : DefaultConcerns.Read(member).ReadConcern);
        return new CommandContext(member, connection, command, database)
        {
            ReadConcern = readConcern,
            Majority = readConcern.Level == "majority" ? new MajoritySource(member.Store) : null,
            Session = session,
            TransactionNumber = number,
            Transaction = TransactionRequest.Parse(command, database),
        };
    }

    /// <summary>Only the simple collation, the order of bytes, is there.</summary>
    public static void RefuseCollation(BsonDocument options)
    {
        if (options.GetValue("collation", BsonNull.Value) is BsonDocument { ElementCount: > 0 } collation && collation.GetValue("locale", "simple") != "simple")
        {
            throw new CommandException(ErrorCode.NotImplemented, "collations are not supported by this stand-in");
        }
    }

    public Namespace CollectionNamespace() => Command[0] is BsonString name
        ? Namespace.Create(Database, name.Value)
        : throw new CommandException(ErrorCode.InvalidNamespace, $"collection name has invalid type {Query.BsonTypeNames.Of(Command[0].BsonType)}");

    /// <summary>The number of one statement of a retryable write; null for others, and within a transaction.</summary>
    public SessionStatement? Statement(int index) =>
        Transaction is null && SessionStatement is { } statement ? statement with { Statement = StatementId(index) } : null;

    /// <summary>
    /// Changes documents: in the command's transaction, or at once as <see cref="WriteAsync"/> does. Waits for documents
    /// that another transaction has changed.
    /// </summary>
    public async Task<T> WriteDocumentsAsync<T>(Func<IWriteTarget, T> work, CancellationToken cancellationToken)
    {
        if (OpenTransaction is { } transaction)
        {
            return transaction.Write(work);
        }

        if (SessionStatement is { } statement)
        {
            Member.Transactions.AbortOlder(statement);
        }

        while (true)
        {
            try
            {
                return await WriteAsync(oplog => work(new LoggedWrites(oplog, Member.Transactions.Locks)));
            }
            catch (DocumentLockedException locked)
            {
                await locked.TransactionEnded.WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>Runs on the writer, as the primary, in one transaction; or throws that this is no primary.</summary>
    public async Task<T> WriteAsync<T>(Func<OplogWriter, T> work)
    {
        var gate = Member.Replication.Gate;
        var (result, last, term) = await Member.Store.WriteAsync(transaction =>
        {
            using var scope = Interruption.Enter(Operation?.Token ?? default);
            var writer = new OplogWriter(transaction, gate.DemandTerm(), Member.Clock);
            var outcome = work(writer);
            HasWritten |= !writer.Last.IsNone;
            return (outcome, transaction.LastOpTime, writer.Term);
        });
        Wrote(last, term);
        return result;
    }

    /// <summary>Says up to where the command's write concern has to be satisfied.</summary>
    public void Wrote(OpTime last, long term)
    {
        LastWrite = last;
        WriteTerm = term;
    }

    public IndexHint? Hint() => IndexHint.ParseOptional(Command.GetValue("hint", BsonNull.Value));

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

    /// <summary>The variables of the command's expressions: those of its 'let', and the time, which is the same for all of them.</summary>
    public Variables Variables() => Aggregation.Variables.Parse(OptionalDocument("let"))
        .OfStage("NOW", new BsonDateTime(Member.Clock.Now))
        .OfStage("CLUSTER_TIME", new BsonTimestamp(Member.Store.LastOpTime.Timestamp));

    public BsonArray Array(string name) => Command.GetValue(name, BsonNull.Value) as BsonArray
        ?? throw CommandException.TypeMismatch($"'{name}' must be an array");

    public int? Number(string name) => Command.GetValue(name, BsonNull.Value) switch
    {
        BsonNull => null,
        { IsNumeric: true } number => BsonNumber.TruncateToInt32(number),
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
        Command.GetValue("stmtIds", BsonNull.Value) is BsonArray ids && index < ids.Count && ids[index].IsNumeric ? BsonNumber.TruncateToInt32(ids[index])
        : Command.GetValue("stmtId", BsonNull.Value) is { IsNumeric: true } first ? (int)Math.Min(int.MaxValue, (long)BsonNumber.TruncateToInt32(first) + index)
        : index;
}
