namespace ITFrame.Api.Data;

/// <summary>How saving a configuration ended.</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="Revision">The revision that is there now; 0 where nothing was saved.</param>
internal readonly record struct SaveResult(SaveOutcome Outcome, long Revision)
{
    public static SaveResult NotFound { get; } = new(SaveOutcome.NotFound, 0);

    public static SaveResult Changed { get; } = new(SaveOutcome.Changed, 0);
}
