namespace ITFrame.Api.Data;

/// <summary>A station's configuration of some kind: one document a station, whose revision counts its changes.</summary>
internal interface IRevised
{
    string Username { get; }

    /// <summary>0 for documents that were never saved by the hub.</summary>
    long Revision { get; }
}
