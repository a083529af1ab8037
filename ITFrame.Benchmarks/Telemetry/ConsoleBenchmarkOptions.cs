namespace ITFrame.Benchmarks.Telemetry;

/// <summary>How the console is loaded.</summary>
/// <param name="SpansPerSecond">Spans a second, over both protocols together.</param>
/// <param name="Pages">Pages that are open in a browser; 0 for no browser.</param>
/// <param name="Duration">The measured time.</param>
internal sealed record ConsoleBenchmarkOptions(int SpansPerSecond, int Pages, TimeSpan Duration)
{
    /// <summary>Before the measured time: the console keeps 20,000 spans.</summary>
    public TimeSpan WarmUp { get; } = TimeSpan.FromSeconds(20);
}
