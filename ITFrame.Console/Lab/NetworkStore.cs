using ITFrame.Console.LabControl;
using ITFrame.Console.Telemetry;

namespace ITFrame.Console.Lab;

/// <summary>The lab's links and replica set as last heard of.</summary>
internal sealed class NetworkStore(TimeProvider time) : IDisposable
{
    private volatile LabNetwork _current = LabNetwork.Unknown;

    public ChangeSignal Signal { get; } = new(time, TimeSpan.FromMilliseconds(100));

    public LabNetwork Current => _current;

    public void Set(IReadOnlyList<LabLink>? links, LabReplicaSet? set)
    {
        var former = _current;
        // What does not answer now is still there: it stays as it was.
        var next = new LabNetwork(links ?? former.Links, set ?? former.ReplicaSet);
        _current = next;
        if (!former.Links.SequenceEqual(next.Links) || !IsSame(former.ReplicaSet, next.ReplicaSet))
        {
            Signal.Raise();
        }
    }

    public void Dispose() => Signal.Dispose();

    // A record compares a list by reference.
    private static bool IsSame(LabReplicaSet? left, LabReplicaSet? right)
        => left is null || right is null
            ? ReferenceEquals(left, right)
            : (left.Term, left.Primary) == (right.Term, right.Primary) && left.Members.SequenceEqual(right.Members);
}
