using System.Collections;

namespace ITFrame.Drills.Checking;

/// <summary>
/// Decides whether a history of one register is linearizable, by the algorithm of Wing and Gong with Lowe's memory of what was tried
/// (G. Lowe, "Testing for linearizability", 2017), as Knossos and Porcupine do:
/// <list type="number">
/// <item>all invocations and completions lie in a list, in order of time;</item>
/// <item>walk along the list; an invocation that the register's state allows is taken for the next in the order: it and its
/// completion are lifted out, and the walk begins anew;</item>
/// <item>a completion means that its call must have come before: go back to the last choice, and choose another;</item>
/// <item>what calls were taken with what state at the end is remembered, and not looked into twice;</item>
/// <item>a read that the state allows is taken for good: it changes nothing, so that whatever order there is without it, there is with it first.</item>
/// </list>
/// A call of unknown outcome has no completion in the list, so nothing ever demands it; it may be taken at any place after its invocation.
/// </summary>
internal static class LinearizabilityChecker
{
    /// <summary>Beyond so many different pasts the search is given up.</summary>
    private const int MaximumPasts = 1_000_000;

    /// <param name="calls">The calls, in any order.</param>
    /// <param name="initial">The value before all of them; null for none.</param>
    public static LinearizabilityResult Check(IReadOnlyCollection<RegisterCall> calls, string? initial = null)
    {
        // A read of unknown outcome has told nothing and done nothing.
        var relevant = calls.Where(call => call.Completed is not null || call.Kind != RegisterCallKind.Read).ToList();
        var head = Link(relevant);
        var demanded = relevant.Count(call => call.Completed is not null);
        var taken = new BitArray(relevant.Count);
        var pasts = new HashSet<Past>();
        var choices = new Stack<(Entry Entry, string? State)>();
        var state = initial;
        var (deepest, stuck) = (-1, default(RegisterCall));
        var entry = head.Next;
        while (demanded > 0)
        {
            if (entry is { IsInvocation: true })
            {
                if (TryApply(state, entry.Call, out var next) && Remember(pasts, taken, entry.Number, next))
                {
                    if (pasts.Count > MaximumPasts)
                    {
                        return new LinearizabilityResult(LinearizabilityVerdict.Undecided, entry.Call);
                    }

                    choices.Push((entry, state));
                    state = next;
                    taken[entry.Number] = true;
                    demanded -= entry.Call.Completed is null ? 0 : 1;
                    entry.Lift();
                    entry = head.Next;
                }
                else
                {
                    entry = entry.Next;
                }

                continue;
            }

            if (choices.Count > deepest)
            {
                (deepest, stuck) = (choices.Count, entry?.Call);
            }

            (Entry Entry, string? State) choice;
            do
            {
                if (!choices.TryPop(out choice))
                {
                    return new LinearizabilityResult(LinearizabilityVerdict.NotLinearizable, stuck);
                }

                state = choice.State;
                taken[choice.Entry.Number] = false;
                demanded += choice.Entry.Call.Completed is null ? 0 : 1;
                choice.Entry.Unlift();
            }
            while (choice.Entry.Call.Kind == RegisterCallKind.Read);

            entry = choice.Entry.Next;
        }

        return new LinearizabilityResult(LinearizabilityVerdict.Linearizable, Stuck: null);
    }

    private static bool TryApply(string? state, RegisterCall call, out string? next)
    {
        next = call.Kind == RegisterCallKind.Read ? state : call.Value;
        return call.Kind switch
        {
            RegisterCallKind.Read => state == call.Value,
            RegisterCallKind.Swap => state == call.Expected,
            _ => true,
        };
    }

    private static bool Remember(HashSet<Past> pasts, BitArray taken, int number, string? state)
    {
        taken[number] = true;
        var past = new Past(taken, state);
        taken[number] = false;
        return pasts.Add(past);
    }

    private static Entry Link(List<RegisterCall> calls)
    {
        var entries = new List<(TimeSpan At, int Order, Entry Entry)>();
        foreach (var (number, call) in calls.Index())
        {
            var invocation = new Entry(number, call, isInvocation: true);
            entries.Add((call.Invoked, 0, invocation));
            if (call.Completed is { } completed)
            {
                // After the invocations of the same moment: those two calls may have overlapped.
                entries.Add((completed, 1, invocation.Completion = new Entry(number, call, isInvocation: false)));
            }
        }

        var head = new Entry(-1, new RegisterCall(RegisterCallKind.Read, TimeSpan.Zero, null, null), isInvocation: false);
        var last = head;
        foreach (var (_, _, entry) in entries.OrderBy(item => item.At).ThenBy(item => item.Order))
        {
            entry.Previous = last;
            last.Next = entry;
            last = entry;
        }

        return head;
    }

    /// <summary>An invocation or a completion in the list.</summary>
    private sealed class Entry(int number, RegisterCall call, bool isInvocation)
    {
        public int Number => number;

        public RegisterCall Call => call;

        public bool IsInvocation => isInvocation;

        public Entry? Completion { get; set; }

        public Entry? Previous { get; set; }

        public Entry? Next { get; set; }

        /// <summary>Takes the call out of the list; its entries remember where they were.</summary>
        public void Lift()
        {
            Remove();
            Completion?.Remove();
        }

        /// <summary>Puts the call back. Only right in the reverse order of lifting.</summary>
        public void Unlift()
        {
            Completion?.Restore();
            Restore();
        }

        private void Remove()
        {
            Previous!.Next = Next;
            if (Next is not null)
            {
                Next.Previous = Previous;
            }
        }

        private void Restore()
        {
            Previous!.Next = this;
            if (Next is not null)
            {
                Next.Previous = this;
            }
        }
    }

    /// <summary>Which calls have been taken, in whatever order, and the value that they have left.</summary>
    private sealed class Past : IEquatable<Past>
    {
        private readonly int[] _taken;
        private readonly string? _state;
        private readonly int _hash;

        public Past(BitArray taken, string? state)
        {
            _taken = new int[(taken.Length + 31) / 32];
            taken.CopyTo(_taken, 0);
            _state = state;
            var hash = new HashCode();
            hash.Add(state);
            foreach (var word in _taken)
            {
                hash.Add(word);
            }

            _hash = hash.ToHashCode();
        }

        public bool Equals(Past? other) => other is not null && _hash == other._hash && _state == other._state && _taken.AsSpan().SequenceEqual(other._taken);

        public override bool Equals(object? obj) => Equals(obj as Past);

        public override int GetHashCode() => _hash;
    }
}
