using System.Globalization;
using System.Text.Json.Serialization;

namespace ITFrame.Drills.Lab;

/// <summary>Faults within a member; what is null stays as it is.</summary>
/// <param name="DiskQuotaBytes">What may still be added to its data; -1 for no limit.</param>
/// <param name="ClockSkewMilliseconds">How far its clock is ahead.</param>
internal sealed record LabMemberFaults(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? DiskQuotaBytes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ClockSkewMilliseconds)
{
    public static LabMemberFaults NoQuota { get; } = new(-1, null);

    public override string ToString() => this switch
    {
        { DiskQuotaBytes: < 0 } => "its disk has room again",
        { DiskQuotaBytes: { } bytes } => string.Create(CultureInfo.InvariantCulture, $"its disk has room for {bytes / 1024} KiB more"),
        { ClockSkewMilliseconds: 0 } => "its clock is right again",
        { ClockSkewMilliseconds: { } skew } => string.Create(CultureInfo.InvariantCulture, $"its clock is {skew / 1000.0:0.###} s ahead"),
        _ => "nothing",
    };
}
