using ITFrame.EmbeddedMongo.Errors;

namespace ITFrame.EmbeddedMongo.Replication.Machine;

internal sealed partial class ReplicaSetMachine
{
    /// <summary>A forced config outruns by this much, and a random part, what others may have agreed on meanwhile.</summary>
    private const int ForcedVersionStep = 10_000;

    private const int ForcedVersionSpread = 100_000;

    /// <summary>What was committed when the config was taken up: it must be committed by the config's own majority before the next.</summary>
    private OpTime _committedBeforeConfig = OpTime.None;

    private void OnConfigOffered(MachineEvent.ConfigOffered offered)
    {
        // Again, because the member had not found itself in it, or too late, because a newer one came first.
        var order = _config is null ? 1 : offered.Config.VersionAndTerm.CompareTo(_config.VersionAndTerm);
        if (order < 0 || (order == 0 && (_self is not null || offered.SelfId < 0)))
        {
            return;
        }

        _isFirstElectionPending |= offered.Origin == ConfigOrigin.Initiation;
        TakeUp(offered.Config, offered.SelfId, isOnDisk: offered.Origin == ConfigOrigin.Disk);
        AdvanceTerm(offered.Config.Term);
    }

    private void OnConfigHeard(ReplicaSetConfig config)
    {
        if (config.VersionAndTerm <= _config!.VersionAndTerm || config.SetName != _config.SetName)
        {
            return;
        }

        // A member that is called what it was called before need not look for itself.
        if (_self is not null && config.FindById(SelfId) is { } self && self.Host == _self.Host)
        {
            TakeUp(config, self.Id, isOnDisk: false);
        }
        else
        {
            _actions.Add(new MachineAction.LocateSelf(config));
        }
    }

    private void TakeUp(ReplicaSetConfig config, int selfId, bool isOnDisk)
    {
        _config = config;
        _self = config.FindById(selfId);
        _committedBeforeConfig = _commitPoint;
        _isConfigSafe = false;
        if (!isOnDisk)
        {
            _actions.Add(new MachineAction.PersistConfig(config, _self?.Host));
        }

        UpdatePeers(selfId);
        if (_round is not null)
        {
            _actions.Add(new MachineAction.Note("the election is given up: the config has changed"));
            _round = null;
        }

        _takeover = null;
        if (_isLeader && _self?.IsElectable != true)
        {
            StepDown("the new config does not let this member be primary");
        }

        if (!_isLeader)
        {
            ResetElectionTimer();
            ElectSingleMemberAtOnce();
        }
    }

    private void UpdatePeers(int selfId)
    {
        foreach (var member in _config!.Members)
        {
            if (member.Id == selfId)
            {
                continue;
            }

            if (_peers.TryGetValue(member.Id, out var known) && known.Config.Host == member.Host)
            {
                known.Config = member;
            }
            else
            {
                _peers[member.Id] = new Peer(member);
            }

            Probe(_peers[member.Id]);
        }

        foreach (var gone in _peers.Keys.Where(id => id == selfId || _config.FindById(id) is null).ToArray())
        {
            _peers.Remove(gone);
        }
    }

    private void OnReconfigRequested(MachineEvent.ReconfigRequested requested)
    {
        var refusal = WhyNotReconfigure(requested.IsForced);
        if (refusal is null)
        {
            var next = Prepare(requested.Config, requested.IsForced);
            refusal = ReconfigRules.WhyIncompatible(_config!, next, requested.IsForced) ?? WhyNotMember(next, requested);
            if (refusal is null)
            {
                TakeUp(ReconfigRules.MarkNewlyAdded(_config!, next, requested.IsForced), requested.SelfId, isOnDisk: false);
            }
        }

        _actions.Add(new MachineAction.AnswerReconfig(requested.Correlation, refusal));
    }

    private CommandException? WhyNotReconfigure(bool isForced)
    {
        if (_config is null)
        {
            return new CommandException(ErrorCode.NotYetInitialized, "Node not yet initialized; use the replSetInitiate command");
        }

        if (isForced)
        {
            return null;
        }

        if (!_isWritable)
        {
            return new CommandException(
                ErrorCode.NotWritablePrimary,
                $"New config is rejected :: caused by :: replSetReconfig should only be run on a writable PRIMARY. Current state {State.ToString().ToUpperInvariant()};");
        }

        if (!IsConfigCommitted())
        {
            return new CommandException(
                ErrorCode.CurrentConfigNotCommittedYet, $"New config is rejected :: caused by :: Cannot run replSetReconfig because the current config: {_config.VersionAndTerm} is not majority committed.");
        }

        return IsOplogCommittedInConfig() ? null : new CommandException(
            ErrorCode.CurrentConfigNotCommittedYet,
            $"New config is rejected :: caused by :: Cannot run replSetReconfig because the last committed optime from the previous config ({_committedBeforeConfig}) was not committed in the current config: {_config.VersionAndTerm}");
    }

    private ReplicaSetConfig Prepare(ReplicaSetConfig given, bool isForced)
    {
        var config = ReconfigRules.Complete(_config!, given, isForced ? ConfigVersionAndTerm.NoTerm : _term);
        if (!isForced)
        {
            return config;
        }

        var version = Math.Max(_config!.Version, given.Version) + ForcedVersionStep + (long)(_random() * ForcedVersionSpread);
        return config.With(new ConfigVersionAndTerm(Math.Min(version, int.MaxValue), ConfigVersionAndTerm.NoTerm));
    }

    private static CommandException? WhyNotMember(ReplicaSetConfig next, MachineEvent.ReconfigRequested requested)
    {
        if (next.FindById(requested.SelfId) is not { } self)
        {
            return new CommandException(
                ErrorCode.NewReplicaSetConfigurationIncompatible, $"No host described in new configuration with {next.VersionAndTerm} for replica set {next.SetName} maps to this node");
        }

        return requested.IsForced || self.IsElectable ? null : new CommandException(
            ErrorCode.NewReplicaSetConfigurationIncompatible,
            $"This node, {self.Host}, with _id {self.Id} is not electable under the new configuration with {next.VersionAndTerm} for replica set {next.SetName}");
    }

    /// <summary>Whether a majority of the voters said, in this term, that it has this config.</summary>
    private bool IsConfigCommitted()
    {
        var holders = _self!.IsVoter ? 1 : 0;
        foreach (var peer in _peers.Values)
        {
            holders += peer.Config.IsVoter && peer.Term == _term && peer.VersionAndTerm == _config!.VersionAndTerm ? 1 : 0;
        }

        return holders >= _config!.VoteMajority;
    }

    /// <summary>Whether the config's own majority holds what was committed before it was taken up, and an entry of this term.</summary>
    private bool IsOplogCommittedInConfig()
    {
        var held = HeldByMajority();
        return _commitPoint.Term == _term && held.Term == _term && held >= _committedBeforeConfig;
    }

    /// <summary>Lets members that were added count as soon as they have their data, one after the other.</summary>
    private void CompleteNewMembers()
    {
        if (!_isWritable)
        {
            return;
        }

        foreach (var peer in _peers.Values)
        {
            if (peer.Config.IsNewlyAdded && peer is { IsUp: true, State: MemberState.Secondary or MemberState.Rollback or MemberState.Recovering }
                && IsConfigCommitted() && IsOplogCommittedInConfig())
            {
                _actions.Add(new MachineAction.Note($"{peer.Config.Host} has its data: it votes from now on"));
                var members = _config!.Members.Select(member => member.Id == peer.Id ? member with { IsNewlyAdded = false } : member);
                TakeUp(_config.With(members).With(new ConfigVersionAndTerm(_config.Version + 1, _term)), SelfId, isOnDisk: false);
                SendDueHeartbeats();
                return;
            }
        }
    }

    /// <summary>Marks the config as this term's, so that no config of an earlier primary can replace it.</summary>
    private void StampConfigWithTerm()
    {
        if (_config!.Term != ConfigVersionAndTerm.NoTerm && _config.Term != _term)
        {
            TakeUp(_config.With(_config.VersionAndTerm with { Term = _term }), SelfId, isOnDisk: false);
            SendDueHeartbeats();
        }
    }
}
