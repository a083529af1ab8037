using System.Globalization;
using ITFrame.EmbeddedMongo.Errors;

namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>Which config may follow which.</summary>
internal static class ReconfigRules
{
    /// <summary>Why the new config may not replace the old one, or null.</summary>
    public static CommandException? WhyIncompatible(ReplicaSetConfig before, ReplicaSetConfig after, bool isForced)
    {
        var reason = WhyOtherSet(before, after)
            ?? after.Members.Select(member => WhyOtherMember(before, after, member)).FirstOrDefault(problem => problem is not null)
            ?? (isForced ? null : WhyTooManyVoters(before, after))
            ?? WhyUnsafeWithArbiters(before, after);
        return reason is null ? null : new CommandException(ErrorCode.NewReplicaSetConfigurationIncompatible, reason);
    }

    /// <summary>What is given as it would be taken up in the term; nobody needs to repeat the set's id, but who does must have it right.</summary>
    public static ReplicaSetConfig Complete(ReplicaSetConfig before, ReplicaSetConfig given, long term) =>
        (given.Settings.ReplicaSetId is null ? given.WithId(before.Settings.ReplicaSetId) : given).With(new ConfigVersionAndTerm(given.Version, term));

    /// <summary>Marks the voters that are new, so that they count only when they have their data.</summary>
    public static ReplicaSetConfig MarkNewlyAdded(ReplicaSetConfig before, ReplicaSetConfig after, bool isForced) => after.With(after.Members.Select(member =>
        member with { IsNewlyAdded = !isForced && member is { IsArbiter: false, BaseVotes: > 0 } && before.FindById(member.Id)?.IsNewlyAdded != false }));

    private static string? WhyOtherSet(ReplicaSetConfig before, ReplicaSetConfig after)
    {
        if (after.VersionAndTerm <= before.VersionAndTerm)
        {
            return $"New replica set configuration version and term must be greater than old, but {after.VersionAndTerm} is not greater than {before.VersionAndTerm} for replica set {after.SetName}";
        }

        if (after.SetName != before.SetName)
        {
            return $"New and old configurations differ in replica set name; old was {before.SetName}, and new is {after.SetName}";
        }

        return after.Settings.ReplicaSetId != before.Settings.ReplicaSetId
            ? $"New and old configurations differ in replica set ID; old was {before.Settings.ReplicaSetId}, and new is {after.Settings.ReplicaSetId}"
            : null;
    }

    private static string? WhyOtherMember(ReplicaSetConfig before, ReplicaSetConfig after, MemberConfig member)
    {
        if (before.FindByHost(member.Host) is { } sameHost && sameHost.Id != member.Id)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"New and old configurations both have members with host of {member.Host} but in the new configuration the _id field is {member.Id} and in the old configuration it is {sameHost.Id} for replica set {after.SetName}");
        }

        return before.FindById(member.Id) is { } old && old.IsArbiter != member.IsArbiter
            ? $"New and old configurations differ in the setting of the arbiterOnly field for member {old.Host}; to make this change, remove then re-add the member"
            : null;
    }

    // Only then has every majority of the one config a member in common with every majority of the other.
    private static string? WhyTooManyVoters(ReplicaSetConfig before, ReplicaSetConfig after)
    {
        var difference = Voters(before);
        difference.SymmetricExceptWith(Voters(after));
        return difference.Count > 1 ? "Non force replica set reconfig can only add or remove at most 1 voting member." : null;

        static HashSet<int> Voters(ReplicaSetConfig config) => config.Members.Where(member => member.BaseVotes > 0).Select(member => member.Id).ToHashSet();
    }

    // Where too few voters hold data, writes are committed by fewer members than elect a primary: whoever becomes
    // electable may lack them. MongoDB refuses this where a set of three has an arbiter, here it is refused everywhere.
    private static string? WhyUnsafeWithArbiters(ReplicaSetConfig before, ReplicaSetConfig after)
    {
        var voters = before.Members.Count(member => member.BaseVotes > 0);
        var dataVoters = before.Members.Count(member => member is { BaseVotes: > 0, IsArbiter: false });
        var hasNewCandidate = after.Members.Any(member => member is { IsArbiter: false, BasePriority: > 0 } && before.FindById(member.Id) is not { BasePriority: > 0, IsArbiter: false });
        return dataVoters < (voters / 2) + 1 && after.Members.Any(member => member.IsArbiter) && hasNewCandidate
            ? "Rejecting reconfig where the new config has a PSA topology and the secondary is electable, but the old config contains only one writable node. "
                + "Refer to https://docs.mongodb.com/manual/reference/method/rs.reconfigForPSASet/ for next steps on reconfiguring a PSA set."
            : null;
    }
}
