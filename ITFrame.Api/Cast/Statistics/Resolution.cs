using System.Diagnostics.CodeAnalysis;

namespace ITFrame.Api.Cast.Statistics;

/// <summary>How long a bucket of the statistics is: <c>minute</c>, <c>hour</c> or <c>day</c> (of UTC).</summary>
internal sealed record Resolution
{
    private static readonly Resolution[] All =
    [
        new() { Name = "minute", Length = TimeSpan.FromMinutes(1) },
        new() { Name = "hour", Length = TimeSpan.FromHours(1) },
        new() { Name = "day", Length = TimeSpan.FromDays(1) },
    ];

    private Resolution()
    {
    }

    public required string Name { get; init; }

    public required TimeSpan Length { get; init; }

    public static IEnumerable<string> Names => All.Select(resolution => resolution.Name);

    /// <summary>Parses a route value; the name and signature are what minimal APIs look for.</summary>
    public static bool TryParse(string? value, IFormatProvider? provider, [NotNullWhen(true)] out Resolution? resolution)
    {
        resolution = Array.Find(All, candidate => candidate.Name == value);
        return resolution is not null;
    }

    /// <summary>The start of the bucket that a time lies in.</summary>
    public DateTime Floor(DateTime time) => new(time.Ticks - time.Ticks % Length.Ticks, DateTimeKind.Utc);

    public override string ToString() => Name;
}
