namespace ITFrame.Console.Map;

/// <summary>What a node on the map is.</summary>
public enum NodeKind
{
    Clients,
    Gateway,
    Replica,
    Member,
}
