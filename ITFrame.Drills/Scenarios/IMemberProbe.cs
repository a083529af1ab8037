using ITFrame.Drills.Lab;

namespace ITFrame.Drills.Scenarios;

/// <summary>Asks members for their part in the set.</summary>
internal interface IMemberProbe
{
    /// <summary>Null when it does not answer.</summary>
    Task<MemberAnswer?> AskAsync(LabMember member, CancellationToken cancellationToken);
}
