namespace ITFrame.AppHost.State;

/// <summary>Settings of the .NET runtime for a dozen processes that share a laptop; in production each has a machine, and the defaults.</summary>
internal static class SharedMachine
{
    private static readonly Dictionary<string, string> Variables = new()
    {
        // Profiles are gathered for a steady state that a drill does not last long enough to reach, and slow the start down.
        ["DOTNET_TieredPGO"] = "0",
        // One heap and no collector thread of its own for each process.
        ["DOTNET_gcServer"] = "0",
        ["DOTNET_gcConcurrent"] = "0",
        // 16 MB of young objects, in place of a share of a server processor's cache that may be hundreds.
        ["DOTNET_GCgen0size"] = "0x1000000",
    };

    public static void Apply(IDistributedApplicationBuilder builder)
    {
        foreach (var project in builder.Resources.OfType<ProjectResource>().Select(builder.CreateResourceBuilder))
        {
            foreach (var (name, value) in Variables)
            {
                project.WithEnvironment(name, value);
            }
        }
    }
}
