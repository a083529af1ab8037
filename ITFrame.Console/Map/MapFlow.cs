namespace ITFrame.Console.Map;

/// <summary>Requests from one node to another.</summary>
public sealed record MapFlow(string From, string To, double Rate, double ErrorShare, TimeSpan Mean)
{
    public string Key => $"{From}>{To}";

    /// <summary>What is left of it when the other end no longer answers: rates are those of the last seconds, and it has been gone for less.</summary>
    public MapFlow FailedOnly() => this with { Rate = Rate * ErrorShare, ErrorShare = 1 };
}
