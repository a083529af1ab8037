namespace ITFrame.Api.Data;

/// <summary>
/// Something that must be in the database before the hub can work: a collection's indexes, the demo station. Every replica runs
/// every step at its start, at the same time as the others, so a step must be safe to repeat and to run beside itself.
/// </summary>
internal interface IDatabaseStep
{
    /// <summary>Steps with a lower number come first: indexes (0) before data (1), which rely on them for uniqueness.</summary>
    int Order { get; }

    Task RunAsync(CancellationToken cancellationToken);
}
