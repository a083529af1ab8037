namespace ITFrame.Drills.Checking;

/// <summary>What the checker proves. A run in which one of these is broken fails, whatever its scenario expects.</summary>
internal static class Rules
{
    public const string Lost = "acknowledged writes that were lost";
    public const string Duplicated = "writes that were applied twice";
    public const string Unexpected = "writes that are there although they were refused";
    public const string ReadYourWrites = "reads in which a client missed its own write";
    public const string MonotonicReads = "reads that went back behind an earlier one of the same client";
    public const string Linearizable = "configurations that are not linearizable";
    public const string Counters = "counters that do not add up";

    public static IReadOnlyList<string> All { get; } = [Lost, Duplicated, Unexpected, ReadYourWrites, MonotonicReads, Linearizable, Counters];
}
