namespace ITFrame.Wan.Links;

/// <summary>What crosses a delay line: some bytes, or the end of the connection.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Length">How many bytes; 0 for an end.</param>
/// <param name="Arrival">When it comes out, in the clock's ticks.</param>
internal readonly record struct Parcel(ParcelKind Kind, int Length, long Arrival);
