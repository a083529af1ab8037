namespace ITFrame.Api.Dj.Intervals;

/// <summary>A minute of the day.</summary>
internal sealed record TimeOfDay
{
    public int? Hour { get; init; }

    public int? Minute { get; init; }
}
