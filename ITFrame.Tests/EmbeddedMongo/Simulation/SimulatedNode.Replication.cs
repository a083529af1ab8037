using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Replication.Machine;

namespace ITFrame.Tests.EmbeddedMongo.Simulation;

/// <summary>Following another member's log: as the real shell does it, with waiting at the log's end, rollback and copying.</summary>
internal sealed partial class SimulatedNode
{
    private const int BatchSize = 40;

    private static readonly TimeSpan AwaitTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PullTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly List<WaitingPull> _waitingPulls = [];
    private readonly Dictionary<int, (long Term, OpTime Applied)> _passedOn = [];
    private int _source = -1;
    private long _session;
    private bool _isRollingBack;
    private (int Source, long Term, OpTime Applied) _reported = (-1, 0, OpTime.None);

    private void ResetReplication()
    {
        _waitingPulls.Clear();
        _passedOn.Clear();
        _source = -1;
        _session++;
        _isRollingBack = false;
        _reported = (-1, 0, OpTime.None);
    }

    /// <summary>After each event: follow whom the machine says, and report what is new.</summary>
    private void Replicate()
    {
        var machine = _machine!;
        var source = Has(Bug.FollowsAnybody) && machine.State == MemberState.Secondary ? (id + 1) % set.Nodes.Length : machine.SyncSourceId;
        if (source != _source && !_isRollingBack)
        {
            _source = source;
            _session++;
            if (_source >= 0)
            {
                Pull(_session, isFirst: true);
            }
        }

        Report(machine);
    }

    private void Report(ReplicaSetMachine view)
    {
        if (view.State != MemberState.Secondary || view.SyncSourceId < 0 || view.Applied.IsNone)
        {
            return;
        }

        var report = (view.SyncSourceId, view.Term, view.Applied);
        if (report != _reported)
        {
            _reported = report;
            Send(report.SyncSourceId, node => node.OnPosition(id, report.Term, report.Applied));
        }
    }

    private void OnPosition(int memberId, long term, OpTime applied)
    {
        Handle(new MachineEvent.PositionReported(memberId, term, applied));
        CommitEarlierTerms();

        // Only news is passed on, or it would go round and round where members follow each other in a ring.
        if (_machine is { State: MemberState.Secondary, SyncSourceId: >= 0 and var next } && next != memberId
            && (term, applied).CompareTo(_passedOn.GetValueOrDefault(memberId)) > 0)
        {
            _passedOn[memberId] = (term, applied);
            Send(next, node => node.OnPosition(memberId, term, applied));
        }
    }

    private void CommitEarlierTerms()
    {
        if (!Has(Bug.CommitsEarlierTerms) || View is not { State: MemberState.Primary, IsWritable: false, Config: { } config } view)
        {
            return;
        }

        var positions = view.Peers.Where(peer => peer.Config.IsDataVoter).Select(peer => peer.Acknowledged).Append(view.Applied).Order().ToList();
        var held = positions[^config.WriteMajority];
        if (held > LastCommitted && Log.Find(held) >= 0)
        {
            set.Witness.OnCommitted(this, held);
        }
    }

    private void Pull(long session, bool isFirst = false)
    {
        if (session != _session || _source < 0)
        {
            return;
        }

        if (_isCopying)
        {
            Copy(session);
            return;
        }

        var (source, last, known, generation, isDone) = (_source, Log.Last!, _machine!.CommitPoint, _generation, false);
        Send(source, node => node.OnPull(new WaitingPull(id, last, known, isFirst, reply => Network.Send(source, id, () => Run(generation, () =>
        {
            if (session == _session && !isDone)
            {
                isDone = true;
                OnPulled(session, source, last, reply);
            }
        })))));
        After(AwaitTime + PullTimeout, () =>
        {
            if (session == _session && !isDone)
            {
                isDone = true;
                OnSourceFailed(session);
            }
        });
    }

    private void OnSourceFailed(long session)
    {
        Handle(new MachineEvent.SyncSourceFailed(_source));
        After(RetryDelay, () => Pull(session));
    }

    private void OnPull(WaitingPull pull)
    {
        if (!TryAnswer(pull))
        {
            _waitingPulls.Add(pull);
            After(AwaitTime, () =>
            {
                if (_waitingPulls.Remove(pull))
                {
                    pull.Answer(Reply([], isDiverged: false));
                }
            });
        }
    }

    private void AnswerPulls()
    {
        for (var i = _waitingPulls.Count - 1; i >= 0; i--)
        {
            if (i < _waitingPulls.Count && TryAnswer(_waitingPulls[i]))
            {
                _waitingPulls.RemoveAt(i);
            }
        }
    }

    private bool TryAnswer(WaitingPull pull)
    {
        var index = Log.Find(pull.After.OpTime);
        if (index < 0)
        {
            pull.Answer(Reply([], isDiverged: true));
            return true;
        }

        if (!ReferenceEquals(Log[index], pull.After))
        {
            throw new SimulationViolationException($"the logs of {id} and {pull.From} both have {pull.After.OpTime}, but differ before it");
        }

        if (index + 1 < Log.Count || _machine!.CommitPoint > pull.KnownCommitPoint || pull.IsFirst)
        {
            pull.Answer(Reply(Log.Range(index + 1, BatchSize), isDiverged: false));
            return true;
        }

        return false;
    }

    private PullReply Reply(List<LogEntry> entries, bool isDiverged)
    {
        var view = _machine!;
        return new PullReply(entries, isDiverged, view.Applied, view.Term, view.CommitPoint, view.PrimaryId, view.PrimaryId < 0 ? TimeSpan.Zero : Network.Now - view.PrimaryHeard);
    }

    private void OnPulled(long session, int source, LogEntry last, PullReply reply)
    {
        Handle(new MachineEvent.SyncSourceHeard(source, reply.Term, reply.CommitPoint, reply.PrimaryId, reply.PrimaryAge));
        if (session != _session || IsWritable)
        {
            return;
        }

        if (reply.IsDiverged)
        {
            OnDiverged(session, source, reply);
            return;
        }

        // In the meantime this member may have turned back: then the entries do not follow.
        if (reply.Entries.Count > 0 && ReferenceEquals(Log.Last, last))
        {
            foreach (var entry in reply.Entries)
            {
                Append(entry);
            }
        }

        Pull(session);
    }

    private void OnDiverged(long session, int source, PullReply reply)
    {
        var isAhead = reply.Applied > Log.Last!.OpTime || Has(Bug.FollowsAnybody);
        if (_machine!.State == MemberState.Primary)
        {
            if (isAhead)
            {
                Handle(new MachineEvent.CatchUpAbandoned("the logs part"));
            }

            OnSourceFailed(session);
        }
        else if (isAhead)
        {
            FetchLog(session, source, log => RollBack(session, log));
        }
        else
        {
            OnSourceFailed(session);
        }
    }

    private void FetchLog(long session, int source, Action<List<LogEntry>> received)
    {
        var (generation, isDone) = (_generation, false);
        Send(source, node =>
        {
            var log = node.Log.ToList();
            Network.Send(source, id, () => Run(generation, () =>
            {
                if (session == _session && !isDone)
                {
                    isDone = true;
                    received(log);
                }
            }));
        });
        After(PullTimeout, () =>
        {
            if (session == _session && !isDone)
            {
                isDone = true;
                OnSourceFailed(session);
            }
        });
    }

    private void RollBack(long session, List<LogEntry> sourceLog)
    {
        var common = Log.CommonCount(sourceLog);
        var point = common == 0 ? OpTime.None : Log[common - 1].OpTime;

        // All have the set's first entry, so a log without any is no log.
        if (common == 0 || _machine!.State != MemberState.Secondary || (point < _machine.CommitPoint && !Has(Bug.FollowsAnybody)))
        {
            OnSourceFailed(session);
            return;
        }

        _isRollingBack = true;
        Handle(new MachineEvent.DataChanged(DataState.Rollback));
        After(MaxSync * set.Random.NextDouble(), () =>
        {
            _isRollingBack = false;
            Truncate(Math.Min(common, Log.Count));
            Handle(new MachineEvent.AppliedChanged(Applied()));
            Handle(new MachineEvent.DataChanged(DataState.Ready));
            Pull(_session);
        });
    }

    private void Copy(long session) => FetchLog(session, _source, log =>
    {
        foreach (var entry in log)
        {
            Log.Add(entry);
        }

        Log.Sync(Log.Count);
        _isCopying = false;
        Handle(new MachineEvent.AppliedChanged(Applied()));
        Handle(new MachineEvent.DataChanged(DataState.Ready));
        Pull(_session);
    });

    private sealed record WaitingPull(int From, LogEntry After, OpTime KnownCommitPoint, bool IsFirst, Action<PullReply> Answer);

    private sealed record PullReply(List<LogEntry> Entries, bool IsDiverged, OpTime Applied, long Term, OpTime CommitPoint, int PrimaryId, TimeSpan PrimaryAge);
}
