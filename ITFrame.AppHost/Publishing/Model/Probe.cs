namespace ITFrame.AppHost.Publishing.Model;

/// <summary>When a service counts as well.</summary>
/// <param name="Path">What is asked for by HTTP; null: the workload's <see cref="Workload.HealthCommand"/> is run.</param>
/// <param name="Interval">From one question to the next.</param>
/// <param name="Timeout">How long an answer may take.</param>
/// <param name="Failures">How many in a row count.</param>
internal sealed record Probe(string? Path, TimeSpan Interval, TimeSpan Timeout, int Failures);
