using MongoDB.Bson;

namespace ITFrame.Api.Dj.Clocks;

/// <summary>How much of a clock's time songs with a tag have.</summary>
internal sealed record ClockTagDocument
{
    public required int Percent { get; init; }

    public required ObjectId Tag { get; init; }
}
