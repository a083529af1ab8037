namespace ITFrame.Console.LabControl;

/// <summary>What to change on a link; what is null stays as it is.</summary>
public sealed record LinkChange(string? State = null, double? RoundTripMilliseconds = null, double? JitterMilliseconds = null, double? LossPercent = null);
