namespace ITFrame.Drills.Scenarios;

/// <summary>The replica set's primary.</summary>
internal sealed record Primary(string Host, string? Site)
{
    public override string ToString() => Site ?? Host;
}
