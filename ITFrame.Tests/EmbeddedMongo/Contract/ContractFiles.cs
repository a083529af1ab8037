namespace ITFrame.Tests.EmbeddedMongo.Contract;

/// <summary>Where the suite's files lie in the repository, which is where clients from npm are installed too.</summary>
internal static class ContractFiles
{
    private static readonly string Folder = Path.Combine(Root(), "ITFrame.Tests", "EmbeddedMongo", "Contract");

    public static IReadOnlyList<string> Scenarios { get; } = Directory.GetFiles(Path.Combine(Folder, "Scenarios"), "*.json").Order(StringComparer.Ordinal).ToList();

    public static string Client(params string[] path) => Path.Combine([Folder, "Clients", .. path]);

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "ITFrame.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("the tests do not lie in the repository");
    }
}
