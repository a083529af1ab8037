namespace ITFrame.Drills.Lab;

/// <summary>The lab's control: what runs, and commands to hurt and mend it.</summary>
internal interface ILabControl
{
    /// <exception cref="LabException">The lab does not answer.</exception>
    Task<IReadOnlyList<LabResource>> GetResourcesAsync(CancellationToken cancellationToken);

    /// <exception cref="LabException">The lab does not answer, or the command failed.</exception>
    Task RunCommandAsync(string resource, string command, CancellationToken cancellationToken);
}
