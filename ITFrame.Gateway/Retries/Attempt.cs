using System.Diagnostics;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Retries;

/// <summary>One try at one destination.</summary>
internal sealed class Attempt(RequestAttempts request, int number, DestinationState destination, int tier, TimeSpan responseTimeout)
{
    /// <summary>Where the outgoing message carries its attempt.</summary>
    public static readonly HttpRequestOptionsKey<Attempt> OptionsKey = new("ITFrame.Gateway.Attempt");

    /// <summary>The request that it is an attempt of.</summary>
    public RequestAttempts Request => request;

    /// <summary>From 1 on.</summary>
    public int Number => number;

    public DestinationState Destination => destination;

    public int Tier => tier;

    /// <summary>Begun beside a slow one.</summary>
    public bool IsHedge { get; init; }

    /// <summary>Comes after a failed one.</summary>
    public bool IsFailover => number > 1 && !IsHedge;

    /// <summary>How long the destination may take to begin its answer.</summary>
    public TimeSpan ResponseTimeout => responseTimeout;

    /// <summary>After how long without an answer another destination is asked too; null for never.</summary>
    public TimeSpan? HedgeAfter { get; init; }

    public Activity? Span { get; set; }

    /// <summary>The destination's status, once it has begun its answer.</summary>
    public int? Status { get; private set; }

    /// <summary>How long it took to begin its answer, or until it was overtaken.</summary>
    public TimeSpan? Latency { get; set; }

    /// <summary>For how long the destination does not want to be asked.</summary>
    public TimeSpan? RetryAfter { get; private set; }

    public Failure? Failure { get; set; }

    public void Answered(int status, TimeSpan latency, TimeSpan? retryAfter)
        => (Status, Latency, RetryAfter) = (status, latency, retryAfter);
}
