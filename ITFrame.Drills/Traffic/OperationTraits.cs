namespace ITFrame.Drills.Traffic;

/// <summary>What there is to know of an operation.</summary>
/// <param name="Client">Who asks it.</param>
/// <param name="Title">Its name as the report shows it.</param>
/// <param name="IsWrite">Whether it changes something.</param>
/// <param name="Share">Its part of all arrivals.</param>
internal sealed record OperationTraits(ClientKind Client, string Title, bool IsWrite, double Share);
