namespace ITFrame.AppHost.Topology;

/// <summary>Where the vote that breaks a tie stands.</summary>
internal enum LabLayout
{
    /// <summary>A data-bearing member at a third site: any one site may sink.</summary>
    Witness,

    /// <summary>An arbiter on the first region's gateway site, as built in 2016: sink that region and there is no majority.</summary>
    Arbiter2016,
}
