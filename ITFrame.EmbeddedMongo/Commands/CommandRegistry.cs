using ITFrame.EmbeddedMongo.Commands.Catalog;
using ITFrame.EmbeddedMongo.Commands.Crud;
using ITFrame.EmbeddedMongo.Commands.Diagnostics;
using ITFrame.EmbeddedMongo.Commands.Explain;
using ITFrame.EmbeddedMongo.Commands.ReplicaSet;
using ITFrame.EmbeddedMongo.Commands.Security;
using ITFrame.EmbeddedMongo.Commands.Transactions;

namespace ITFrame.EmbeddedMongo.Commands;

/// <summary>Every command that the member answers, by name.</summary>
internal static class CommandRegistry
{
    private static readonly ICommand[] All =
    [
        new HelloCommand(), new PingCommand(), new BuildInfoCommand(), new ServerStatusCommand(), new GetParameterCommand(), new SetParameterCommand(),
        new HostInfoCommand(), new GetLogCommand(), new ConnectionStatusCommand(), new EndSessionsCommand(), new WhatsMyUriCommand(),
        new CurrentOperationCommand(), new KillOperationCommand(), new TopCommand(), new ConnectionPoolStatisticsCommand(), new ListCommandsCommand(), new ShutdownCommand(),
        new GetCmdLineOptsCommand(), new FsyncCommand(), new ConfigureFailPointCommand(),
        new FindCommand(), new GetMoreCommand(), new KillCursorsCommand(), new InsertCommand(), new UpdateCommand(), new DeleteCommand(),
        new FindAndModifyCommand(), new CountCommand(), new DistinctCommand(), new BulkWriteCommand(), new ApplyOpsCommand(), new AggregateCommand(), new ExplainCommand(),
        new CreateCommand(), new DropCommand(), new DropDatabaseCommand(), new ValidateCommand(), new DatabaseHashCommand(), new CreateIndexesCommand(), new DropIndexesCommand(),
        new RenameCollectionCommand(), new CollModCommand(),
        new ListIndexesCommand(), new ListCollectionsCommand(), new ListDatabasesCommand(), new StatisticsCommand(),
        new CommitTransactionCommand(), new AbortTransactionCommand(),
        new InitiateCommand(), new StatusCommand(), new GetConfigCommand(), new StepDownCommand(), new StepUpCommand(),
        new ReconfigCommand(), new FreezeCommand(), new SyncFromCommand(), new AbortCatchUpCommand(),
        new GetDefaultConcernsCommand(), new SetDefaultConcernsCommand(),
        new HeartbeatCommand(), new RequestVotesCommand(), new UpdatePositionCommand(), new IsSelfCommand(),
        new RotateCertificatesCommand(), new AuthenticationCommand(), new LogoutCommand(), new CreateUserCommand(), new UpdateUserCommand(),
        new DropUserCommand(), new MergeUsersCommand(), new GrantRolesCommand(), new UsersInfoCommand(), new RolesInfoCommand(),
    ];

    private static readonly Dictionary<string, ICommand> ByName = All
        .SelectMany(command => command.Names.Select(name => (Name: name, Command: command)))
        .ToDictionary(entry => entry.Name, entry => entry.Command, StringComparer.Ordinal);

    public static IEnumerable<ICommand> Commands => All;

    public static IEnumerable<string> Names => ByName.Keys;

    public static ICommand? Find(string name) => ByName.GetValueOrDefault(name);
}
