namespace ITFrame.Wan.Links;

/// <summary>What a parcel is, in TCP's terms.</summary>
internal enum ParcelKind
{
    /// <summary>Bytes.</summary>
    Data,

    /// <summary>The sender has finished; the other direction goes on.</summary>
    Finish,

    /// <summary>The sender has reset the connection.</summary>
    Reset,
}
