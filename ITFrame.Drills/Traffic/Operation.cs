namespace ITFrame.Drills.Traffic;

/// <summary>One request of the run, as it was meant to be.</summary>
/// <param name="Number">Its place in the run, from 0. A change of settings is two requests, which share it.</param>
/// <param name="Kind">What it asks.</param>
/// <param name="Client">The index of the client that sends it.</param>
/// <param name="IntendedStart">When it was due, from the start of the run. Latency counts from here, however late it was sent.</param>
/// <param name="Write">What it writes; null for reads.</param>
internal sealed record Operation(int Number, OperationKind Kind, int Client, TimeSpan IntendedStart, WriteValue? Write = null)
{
    /// <summary>The station whose settings are read or changed; null where it is the demo station.</summary>
    public string? Register { get; init; }
}
