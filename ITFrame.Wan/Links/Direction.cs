namespace ITFrame.Wan.Links;

/// <summary>Which way bytes cross a link.</summary>
internal enum Direction
{
    /// <summary>From the one who connected to the one who accepted.</summary>
    Outbound = 0,

    /// <summary>Back again.</summary>
    Inbound = 1,
}
