namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that runs a program.</summary>
public class ExecutableResource : Resource, IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport, IComputeResource
{
    public ExecutableResource(string name, string command, string workingDirectory)
        : base(name)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        ArgumentNullException.ThrowIfNull(workingDirectory);
        Annotations.Add(new ExecutableAnnotation { Command = command, WorkingDirectory = workingDirectory });
    }

    public string Command => Executable.Command;

    public string WorkingDirectory => Executable.WorkingDirectory;

    internal ExecutableAnnotation Executable => Annotations.OfType<ExecutableAnnotation>().Last();
}
