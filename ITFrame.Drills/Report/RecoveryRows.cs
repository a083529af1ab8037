namespace ITFrame.Drills.Report;

/// <summary>The parts of a recovery, in words.</summary>
internal static class RecoveryRows
{
    public static IReadOnlyList<(string Name, double? Seconds)> Of(RecoverySplit recovery) =>
    [
        ("detect: a gateway ejected somebody, or the set lost its primary", recovery.DetectSeconds),
        ("divert: the first request was answered another way", recovery.DivertSeconds),
        ("elect: another member was primary", recovery.ElectSeconds),
        ("recover: clients saw the steady state again", recovery.RecoverSeconds),
        ("restore: everything was healthy (from the mending)", recovery.HealthySeconds),
    ];
}
