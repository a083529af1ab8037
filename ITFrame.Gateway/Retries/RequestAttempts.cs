using ITFrame.Gateway.Health;
using ITFrame.Gateway.Hedging;
using ITFrame.Gateway.Tiers;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Retries;

/// <summary>A request's way through the destinations: what was tried, and whether there may be more.</summary>
internal sealed class RequestAttempts
{
    private readonly RetryServices _services;
    private readonly RetryOptions _options;
    private readonly IReadOnlyList<DestinationState> _all;
    private readonly IReadOnlyList<DestinationState> _offered;
    private readonly long _start;
    private readonly ReplayableBody? _body;
    private readonly LatencyQuantile? _latencies;
    private readonly List<DestinationState> _tried = new(capacity: 2);
    private bool _hadUnavailable;

    public RequestAttempts(HttpContext context, RetryServices services, ReplayableBody? body)
    {
        var proxy = context.GetReverseProxyFeature();
        Context = context;
        _services = services;
        _options = services.Settings.Current.Retries;
        _all = proxy.AllDestinations;
        _offered = proxy.AvailableDestinations;
        _start = services.Clock.GetTimestamp();
        _body = body;
        _latencies = services.Latencies.Of(context.Request, proxy.Route);
        IsSafe = RetryRules.IsSafe(context.Request.Method);
        IsIdempotent = IsSafe || RetryRules.IsIdempotent(context.Request);
    }

    public HttpContext Context { get; }

    /// <summary>Changes nothing.</summary>
    public bool IsSafe { get; }

    /// <summary>Twice is as good as once.</summary>
    public bool IsIdempotent { get; }

    /// <summary>The last attempt; with a hedge, the better one of the two.</summary>
    public Attempt? Current { get; private set; }

    /// <summary>The worse one of an attempt and its hedge.</summary>
    public Attempt? Overtaken { get; private set; }

    public IReadOnlyList<DestinationState> NextCandidates()
        => _tried.Count == 0 && _offered is TieredOffer offer
            ? offer.Tiers.Count == 1 ? offer : offer.Choose(_services.Random.NextDouble())
            : DestinationOrder.NextCandidates(_offered, _all, _tried);

    public Attempt Begin(DestinationState destination)
    {
        _tried.Add(destination);
        Overtaken = null;
        var left = _options.Deadline - Elapsed;
        var timeout = IsSafe ? _options.ResponseTimeout : _options.WriteResponseTimeout;
        // The last one to be asked gets all the time there is: better a late answer than none.
        var mayLeave = IsIdempotent && HasAttemptsLeft && DestinationOrder.HasAlternative(_all, _tried);
        Current = new Attempt(this, _tried.Count, destination, DestinationTier.Of(destination), mayLeave && timeout < left ? timeout : left)
        {
            HedgeAfter = _latencies is not null && mayLeave ? _services.Latencies.Delay(_latencies) : null,
        };
        return Current;
    }

    /// <summary>The current attempt is slow: begins one at another destination of its tier, if there is one and the budget allows it.</summary>
    public Attempt? TryHedge()
    {
        var slow = Current!;
        foreach (var other in _all)
        {
            if (DestinationTier.Of(other) == slow.Tier && other.IsAvailable() && !_tried.Contains(other))
            {
                if (!TryTakeFromBudget())
                {
                    return null;
                }

                _tried.Add(other);
                return new Attempt(this, _tried.Count, other, slow.Tier, slow.ResponseTimeout) { IsHedge = true };
            }
        }

        return null;
    }

    /// <summary>Of an attempt and its hedge, one is better.</summary>
    public void Hedged(Attempt overtaken, Attempt better)
    {
        Current = better;
        Overtaken = overtaken;
        overtaken.Latency ??= Elapsed;
        _services.Metrics.Hedged(better.IsHedge);
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

        if (_body is not null)
        {
            Context.Request.Body = _body.OpenReader();
        }

        return true;
    }

    /// <summary>Learns from the first attempt how long the route's answers take.</summary>
    public void Learn()
    {
        var first = Overtaken is { IsHedge: false } ? Overtaken : Current;
        if (_latencies is not null && first is { Number: 1, Failure: null, Latency: { } latency })
        {
            _services.Latencies.Add(_latencies, latency);
        }
    }

    private TimeSpan Elapsed => _services.Clock.GetElapsedTime(_start);

    private bool HasAttemptsLeft => _tried.Count < Math.Min(_options.MaximumAttempts, _all.Count);

    private bool MayRetry(FailureKind kind)
    {
        if (!HasAttemptsLeft || !RetryRules.MayRetry(kind, IsSafe, IsIdempotent, _body?.CanReplay ?? true) || Elapsed >= _options.Deadline)
        {
            return false;
        }

        // What nobody has received adds to nobody's load.
        return kind == FailureKind.NotSent || TryTakeFromBudget();
    }

    private bool TryTakeFromBudget()
    {
        if (_services.Budget.TryTake())
        {
            return true;
        }

        _services.Metrics.BudgetExhausted();
        return false;
    }
}
