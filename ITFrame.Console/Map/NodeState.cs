namespace ITFrame.Console.Map;

/// <summary>How a node is, as far as its colour goes.</summary>
public enum NodeState
{
    Good,
    Waiting,
    Frozen,
    Bad,
}
