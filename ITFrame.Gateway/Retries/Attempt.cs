using System.Diagnostics;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Retries;

/// <summary>One try at one destination.</summary>
internal sealed class Attempt(int number, DestinationState destination, int tier, TimeSpan? responseTimeout)
{
    /// <summary>Where the outgoing message carries its attempt.</summary>
    public static readonly HttpRequestOptionsKey<Attempt> OptionsKey = new("ITFrame.Gateway.Attempt");

    /// <summary>From 1 on.</summary>
    public int Number => number;

    public DestinationState Destination => destination;

    public int Tier => tier;

    /// <summary>Comes after a failed one.</summary>
    public bool IsFailover => number > 1;

    /// <summary>How long the destination may take to begin its answer; null leaves it to the activity timeout.</summary>
    public TimeSpan? ResponseTimeout => responseTimeout;

    public Activity? Span { get; set; }

    public Failure? Failure { get; set; }
}
