using System.Globalization;
using ITFrame.Drills.Lab;

namespace ITFrame.Drills.Scenarios;

/// <summary>One thing that lab control is asked to do.</summary>
internal abstract record LabAction
{
    /// <summary>What takes it back; null where there is nothing to take back.</summary>
    public LabAction? Undo { get; init; }

    /// <exception cref="LabException">The lab refused it.</exception>
    public abstract Task RunAsync(ILabControl control, CancellationToken cancellationToken);

    /// <summary>A command on a resource.</summary>
    internal sealed record OnResource(string Resource, string Command) : LabAction
    {
        public override Task RunAsync(ILabControl control, CancellationToken cancellationToken) => control.RunCommandAsync(Resource, Command, cancellationToken);

        public override string ToString() => $"{Command} {Resource}";
    }

    /// <summary>A change of a link.</summary>
    internal sealed record OnLink(string A, string B, LabLinkChange Change) : LabAction
    {
        public override Task RunAsync(ILabControl control, CancellationToken cancellationToken) => control.ChangeLinkAsync(A, B, Change, cancellationToken);

        public override string ToString() => $"link {A}-{B}: {Change}";
    }

    /// <summary>New certificates for every process.</summary>
    internal sealed record OnCertificates : LabAction
    {
        public override Task RunAsync(ILabControl control, CancellationToken cancellationToken) => control.RotateCertificatesAsync(cancellationToken);

        public override string ToString() => "rotate-certificates";
    }

    /// <summary>A fault within a member.</summary>
    internal sealed record OnMember(string Member, LabMemberFaults Faults) : LabAction
    {
        public override Task RunAsync(ILabControl control, CancellationToken cancellationToken) => control.SetMemberFaultsAsync(Member, Faults, cancellationToken);

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Member}: {Faults}");
    }
}
