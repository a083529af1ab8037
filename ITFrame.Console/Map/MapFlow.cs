namespace ITFrame.Console.Map;

/// <summary>Requests from one node to another.</summary>
public sealed record MapFlow(string From, string To, double Rate, double ErrorShare, TimeSpan Mean)
{
    public string Key => $"{From}>{To}";
}
