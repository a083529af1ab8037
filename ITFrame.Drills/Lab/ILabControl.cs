namespace ITFrame.Drills.Lab;

/// <summary>The lab's control: what runs, and commands to hurt and mend it.</summary>
internal interface ILabControl
{
    /// <exception cref="LabException">The lab does not answer.</exception>
    Task<IReadOnlyList<LabResource>> GetResourcesAsync(CancellationToken cancellationToken);

    /// <exception cref="LabException">The lab does not answer.</exception>
    Task<IReadOnlyList<LabLink>> GetLinksAsync(CancellationToken cancellationToken);

    /// <exception cref="LabException">The lab does not answer, or the command failed.</exception>
    Task RunCommandAsync(string resource, string command, CancellationToken cancellationToken);

    /// <exception cref="LabException">The lab does not answer, or refuses the change.</exception>
    Task ChangeLinkAsync(string a, string b, LabLinkChange change, CancellationToken cancellationToken);

    /// <exception cref="LabException">The lab does not answer, or a member does not take its new certificate.</exception>
    Task RotateCertificatesAsync(CancellationToken cancellationToken);

    /// <exception cref="LabException">The lab does not answer, or the member takes no faults.</exception>
    Task SetMemberFaultsAsync(string member, LabMemberFaults faults, CancellationToken cancellationToken);
}
