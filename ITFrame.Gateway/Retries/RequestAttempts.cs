using ITFrame.Gateway.Tiers;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Retries;

/// <summary>A request's way through the destinations: what was tried, and whether there may be more.</summary>
internal sealed class RequestAttempts
{
    private readonly HttpRequest _request;
    private readonly IReadOnlyList<DestinationState> _all;
    private readonly IReadOnlyList<DestinationState> _offered;
    private readonly RetryOptions _options;
    private readonly RetryBudget _budget;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly ReplayableBody? _body;
    private readonly List<DestinationState> _tried = new(capacity: 2);
    private bool _hadUnavailable;

    public RequestAttempts(HttpContext context, RetryOptions options, RetryBudget budget, TimeProvider clock, ReplayableBody? body)
    {
        var proxy = context.GetReverseProxyFeature();
        _request = context.Request;
        _all = proxy.AllDestinations;
        _offered = proxy.AvailableDestinations;
        _options = options;
        _budget = budget;
        _clock = clock;
        _start = clock.GetTimestamp();
        _body = body;
    }

    public Attempt? Current { get; private set; }

    public IReadOnlyList<DestinationState> NextCandidates() => DestinationOrder.NextCandidates(_offered, _all, _tried);

    public Attempt Begin(DestinationState destination)
    {
        _tried.Add(destination);
        // The last one to be asked gets all the time there is: better a late answer than none.
        var mayLeave = RetryRules.IsSafe(_request.Method) && HasAttemptsLeft && DestinationOrder.HasAlternative(_all, _tried);
        Current = new Attempt(_tried.Count, destination, DestinationTier.Of(destination), mayLeave ? _options.ResponseTimeout : null);
        return Current;
    }

    /// <summary>
    /// Decides on a destination's 503 before any of it is passed on: whether the client gets it, or somebody else is asked.
    /// Once a request: a second 503 says that it is not that one replica.
    /// </summary>
    public bool TryLeaveUnavailable()
    {
        if (_hadUnavailable || !DestinationOrder.HasAlternative(_all, _tried) || !MayRetry(FailureKind.Unavailable))
        {
            return false;
        }

        _hadUnavailable = true;
        Current!.Failure = FailureClassifier.Unavailable;
        return true;
    }

    /// <summary>Decides whether there is another attempt after this failure, and prepares the body for it.</summary>
    public bool TryRetry(Failure failure)
    {
        // A 503 was decided on when it came, and has had its part of the budget.
        if (failure.Kind != FailureKind.Unavailable && !MayRetry(failure.Kind))
        {
            return false;
        }

        _body?.Rewind();
        return true;
    }

    private bool HasAttemptsLeft => _tried.Count < Math.Min(_options.MaximumAttempts, _all.Count);

    private bool MayRetry(FailureKind kind)
        => HasAttemptsLeft
            && RetryRules.MayRetry(kind, _request.Method, _body?.CanReplay ?? true)
            && _clock.GetElapsedTime(_start) < _options.Deadline
            // What nobody has received adds to nobody's load.
            && (kind == FailureKind.NotSent || _budget.TryTake());
}
