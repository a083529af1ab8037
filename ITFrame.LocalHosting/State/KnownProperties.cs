namespace Aspire.Hosting.ApplicationModel;

/// <summary>Names of the properties in a resource's snapshot.</summary>
internal static class KnownProperties
{
    public const string ExecutablePath = "executable.path";
    public const string ExecutableProcessId = "executable.pid";
    public const string ExecutableWorkingDirectory = "executable.workDir";
    public const string ExecutableArguments = "executable.args";
    public const string ProjectPath = "project.path";
    public const string ProjectLaunchProfile = "project.launchProfile";
    public const string ParentName = "resource.parentName";
    public const string Source = "resource.source";
    public const string ConnectionString = "resource.connectionString";
    public const string ParameterValue = "Value";
}
