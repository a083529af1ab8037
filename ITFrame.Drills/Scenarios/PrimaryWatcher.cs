using ITFrame.Drills.Lab;

namespace ITFrame.Drills.Scenarios;

/// <summary>
/// Watches who is primary by asking every member, each by itself: one that hangs does not hide what the others say. Of several that
/// claim to be it, the one of the highest term is.
/// </summary>
internal sealed class PrimaryWatcher(IReadOnlyList<LabMember> members, IMemberProbe probe, Timeline timeline, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Dictionary<LabMember, MemberAnswer?> _answers = [];
    private readonly List<PrimaryChange> _changes = [];

    public Primary? Current
    {
        get
        {
            lock (_gate)
            {
                return _changes.LastOrDefault()?.Primary;
            }
        }
    }

    public IReadOnlyList<PrimaryChange> Changes
    {
        get
        {
            lock (_gate)
            {
                return [.. _changes];
            }
        }
    }

    /// <summary>The primary now; null for none.</summary>
    public static async Task<Primary?> FindAsync(IReadOnlyList<LabMember> members, IMemberProbe probe, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(members.Select(async member => (member, Answer: await probe.AskAsync(member, cancellationToken))));
        return Choose(answers.ToDictionary(entry => entry.member, entry => entry.Answer));
    }

    /// <summary>Watches until it is cancelled.</summary>
    public Task RunAsync(long start, CancellationToken cancellationToken)
        => Task.WhenAll(members.Select(member => WatchAsync(member, start, cancellationToken)));

    private static Primary? Choose(Dictionary<LabMember, MemberAnswer?> answers)
        => answers.Where(entry => entry.Value is { IsPrimary: true }).OrderByDescending(entry => entry.Value!.Term).Select(entry => entry.Key).FirstOrDefault() is { } member
            ? new Primary(member.WanHost, member.Site)
            : null;

    private async Task WatchAsync(LabMember member, long start, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                var answer = await probe.AskAsync(member, cancellationToken);
                Note(member, answer, time.GetElapsedTime(start));
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private void Note(LabMember member, MemberAnswer? answer, TimeSpan at)
    {
        Primary? primary;
        lock (_gate)
        {
            _answers[member] = answer;
            if (_answers.Count < members.Count)
            {
                // Before all were heard once, "no primary" may only mean that it was not asked yet.
                return;
            }

            primary = Choose(_answers);
            if (_changes.Count > 0 && _changes[^1].Primary == primary)
            {
                return;
            }

            _changes.Add(new PrimaryChange(at, primary));
        }

        timeline.Add(at, TimelineEvents.Elect, primary is null ? "no primary" : $"primary: {primary}");
    }
}
