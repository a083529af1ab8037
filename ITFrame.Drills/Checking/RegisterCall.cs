namespace ITFrame.Drills.Checking;

/// <summary>A call to a register, as its client saw it.</summary>
/// <param name="Kind">What was asked.</param>
/// <param name="Invoked">When it was sent, from the start of the run.</param>
/// <param name="Completed">When it was answered with success; null where it is not known whether it had its effect: it may have it at any time after it was sent, or never.</param>
/// <param name="Value">What was written, or what was read; null for nothing there.</param>
/// <param name="Expected">For a swap: the value that had to be there.</param>
internal sealed record RegisterCall(RegisterCallKind Kind, TimeSpan Invoked, TimeSpan? Completed, string? Value, string? Expected = null)
{
    public override string ToString() => FormattableString.Invariant(
        $"{Kind} {Quote(Expected)}{(Expected is null ? "" : " to ")}{Quote(Value)} ({Invoked.TotalSeconds:0.000} to {(Completed is { } end ? FormattableString.Invariant($"{end.TotalSeconds:0.000}") : "unknown")} s)");

    private static string Quote(string? value) => value is null ? "" : $"'{value}'";
}
