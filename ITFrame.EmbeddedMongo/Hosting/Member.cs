using ITFrame.EmbeddedMongo.Cursors;
using ITFrame.EmbeddedMongo.FailPoints;
using ITFrame.EmbeddedMongo.Operations;
using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Replication.Machine;
using ITFrame.EmbeddedMongo.Replication.Peers;
using ITFrame.EmbeddedMongo.Replication.Runtime;
using ITFrame.EmbeddedMongo.Security;
using ITFrame.EmbeddedMongo.Security.Membership;
using ITFrame.EmbeddedMongo.Security.Tls;
using ITFrame.EmbeddedMongo.Storage;
using ITFrame.EmbeddedMongo.Transactions;
using ITFrame.EmbeddedMongo.Wire.Compression;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Hosting;

/// <summary>One member of a set: its data, its part in the protocol, and what clients hold open.</summary>
internal sealed class Member : IAsyncDisposable
{
    private static readonly TimeSpan HandoverPatience = TimeSpan.FromMilliseconds(500);

    private readonly DataDirectory _directory;
    private readonly ElectionFile _electionFile;
    private readonly PeerPool _peers;
    private readonly SelfFinder _selfFinder;
    private readonly Replicator _replicator;
    private readonly PositionReporter _positionReporter;
    private readonly TaskCompletionSource _shutdown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connectionCount;

    public Member(MemberOptions options, TimeProvider machineTime, ILoggerFactory loggers)
    {
        var time = new SkewableTime(machineTime);
        Time = time;
        Options = options;
        Clock = new MemberClock(time);
        Cursors = new CursorRegistry(time);
        Operations = new OperationRegistry(Clock, name => Store?.Catalog.Find(Namespace.Parse(name)) is not null);
        Compressors = new CompressorSet(options.Compressors);
        Tls = LoadTls(options.Tls, time, loggers);
        var keys = options.Security.KeyFile is { } file ? KeyFile.Load(file) : [];
        _directory = DataDirectory.Open(options.DataPath);
        Store = DocumentStore.Open(options.DataPath, _directory.WasLeftInUse);
        _electionFile = ElectionFile.Open(options.DataPath, _directory.WasLeftInUse);
        Security = new MemberSecurity(options.Security, keys, Store, Tls);
        Authenticator = new Authenticator(Security, loggers.CreateLogger<Authenticator>());
        _peers = new PeerPool(new PeerDialer(options.SocksProxy, Tls), new PeerAuthenticator(Security), time);
        _selfFinder = new SelfFinder(options, _peers);

        var (isCopying, floor) = Store.Read(reader => (LocalState.IsCopying(reader), LocalState.ReadVoteFloor(reader)));
        var data = isCopying || Store.LastOpTime.IsNone ? DataState.InitialSync : DataState.Ready;
        Clock.Witness(Store.LastOpTime.Timestamp);
        Replication = new ReplicationCoordinator(Store, _electionFile, _peers, _selfFinder, Clock, data, floor, loggers.CreateLogger<ReplicationCoordinator>());
        Transactions = new TransactionRegistry(Store, Replication.Gate, Clock) { LifetimeLimit = options.TransactionLifetimeLimit };
        Replication.SteppedDown = Transactions.AbortAll;
        _replicator = new Replicator(Replication, _peers, Store, ForgetReads, options.DataPath, Clock, loggers.CreateLogger<Replicator>());
        _positionReporter = new PositionReporter(Replication, _peers, Clock);
        Maintenance = new Maintenance(options, Parameters, Store, Replication, Cursors, Transactions, Clock, loggers.CreateLogger<Maintenance>());
        var quorumCheck = new QuorumCheck(Replication, _peers);
        Initiation = new SetInitiation(Replication, Store, _selfFinder, quorumCheck, Clock);
        Reconfiguration = new Reconfiguration(Replication, _selfFinder, quorumCheck, Maintenance.WriteNoopAsync);
        Handover = new Handover(Replication, Store, _peers);
    }

    public MemberOptions Options { get; }

    /// <summary>The machine's time, which a drill can put wrong.</summary>
    public SkewableTime Time { get; }

    public MemberClock Clock { get; }

    public DocumentStore Store { get; }

    public CursorRegistry Cursors { get; }

    public RuntimeParameters Parameters { get; } = new();

    public OperationRegistry Operations { get; }

    public ReplicationCoordinator Replication { get; }

    /// <summary>The faults that tests have ordered.</summary>
    public FailPointRegistry FailPoints { get; } = new();

    /// <summary>The open multi-document transactions.</summary>
    public TransactionRegistry Transactions { get; }

    public CompressorSet Compressors { get; }

    public MemberSecurity Security { get; }

    public Authenticator Authenticator { get; }

    /// <summary>Null without TLS.</summary>
    public TlsContext? Tls { get; }

    public Maintenance Maintenance { get; }

    public SetInitiation Initiation { get; }

    public Reconfiguration Reconfiguration { get; }

    public Handover Handover { get; }

    public ObjectId InstanceId => _selfFinder.InstanceId;

    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    public void ConnectionOpened()
    {
        Interlocked.Increment(ref _connectionCount);
        Operations.Network.Connected();
    }

    /// <summary>Ends when the member can no longer write: then it must not go on.</summary>
    public Task StorageFailed => Store.Failed;

    /// <summary>Ends when a client has asked the member to shut down.</summary>
    public Task ShutdownRequested => _shutdown.Task;

    public void RequestShutdown() => _shutdown.TrySetResult();

    public void ConnectionClosed() => Interlocked.Decrement(ref _connectionCount);

    /// <summary>Has the primary run a command that came to this member.</summary>
    public async Task<BsonDocument> RunOnPrimaryAsync(BsonDocument command, string database, CancellationToken cancellationToken)
    {
        var primary = Replication.View.Primary ?? throw Errors.CommandException.NotWritablePrimary();
        try
        {
            using var connection = await _peers.ConnectAsync(primary.Host, HandoverPatience, cancellationToken);
            return await connection.RunAsync(command, database, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            throw new Errors.CommandException(Errors.ErrorCode.HostUnreachable, $"the primary {primary.Host} cannot be reached: {exception.Message}");
        }
    }

    /// <summary>Takes up the member's part; the listener must answer already, because the member may dial itself.</summary>
    public void Start()
    {
        Replication.Start();
        _replicator.Start();
        _positionReporter.Start();
        Maintenance.Start();
    }

    /// <summary>Gives the primary's role to another member, and refuses clients from then on.</summary>
    public async Task PrepareShutdownAsync()
    {
        if (Replication.View.State == MemberState.Primary)
        {
            try
            {
                var patience = Replication.View.Peers.Any(peer => peer.IsUp && peer.Config.IsElectable) ? HandoverPatience : TimeSpan.Zero;
                await Handover.StepDownAsync(TimeSpan.FromMinutes(1), patience, isForced: true, "shutting down", CancellationToken.None);
            }
            catch (Errors.CommandException)
            {
                // Somebody else was faster.
            }
        }

        Replication.BeginShutdown();
    }

    private void ForgetReads()
    {
        Cursors.RemoveAll();
        Store.ForgetSnapshots();
    }

    public async ValueTask DisposeAsync()
    {
        await Maintenance.DisposeAsync();
        await _replicator.DisposeAsync();
        await _positionReporter.DisposeAsync();
        await Replication.DisposeAsync();
        Initiation.Dispose();
        Transactions.Dispose();
        await Store.DisposeAsync();
        _electionFile.Dispose();
        _peers.Dispose();
        _directory.Dispose();
    }

    private static TlsContext? LoadTls(TlsOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        try
        {
            return options.Mode == TlsMode.Disabled ? null : new TlsContext(options, time, loggers.CreateLogger<TlsContext>());
        }
        catch (CertificateFileException exception)
        {
            throw new StartupException("cannot load TLS certificates: " + exception.Message);
        }
    }
}
