using System.Text.Json.Serialization;
using ITFrame.Api.Validation;
using MongoDB.Bson;

namespace ITFrame.Api.Dj.Clocks;

/// <summary>A clock as JSON.</summary>
internal sealed record Clock
{
    public const int MaxNameLength = 128;
    public const int MaxTags = 50;

    [JsonPropertyName("_id")]
    public string? Id { get; init; }

    public string? Username { get; init; }

    public string? Name { get; init; }

    public string? Color { get; init; }

    public IReadOnlyList<ClockTag?>? Tags { get; init; }

    public ClockTime? Start { get; init; }

    public ClockTime? End { get; init; }

    public static Clock From(ClockDocument clock) => new()
    {
        Id = clock.Id.ToString(),
        Username = clock.Username,
        Name = clock.Name,
        Color = clock.Color,
        Tags = [.. clock.Tags.Select(tag => new ClockTag(tag.Percent, tag.Tag.ToString()))],
        Start = clock.Start,
        End = clock.End,
    };

    public static void Validate(FieldErrors errors, string field, Clock? clock)
    {
        errors.RequireText($"{field}.name", clock?.Name, MaxNameLength);
        errors.AllowText($"{field}.color", clock?.Color, 32);
        ClockTime.Validate(errors, $"{field}.start", clock?.Start);
        ClockTime.Validate(errors, $"{field}.end", clock?.End);
        if (clock?.Tags is { Count: > MaxTags })
        {
            errors.Add($"{field}.tags", $"must not be more than {MaxTags}.");
            return;
        }

        foreach (var (index, tag) in (clock?.Tags ?? []).Index())
        {
            errors.RequireRange($"{field}.tags[{index}].percent", tag?.Percent, 0, 100);
            errors.RequireId($"{field}.tags[{index}].tag", tag?.Tag);
        }
    }

    /// <summary>Only for a clock that validation found nothing against.</summary>
    public ClockDocument ToDocument(string username) => new()
    {
        Id = ObjectId.GenerateNewId(),
        Username = username,
        Name = Name!,
        Color = Color,
        Tags = [.. (Tags ?? []).Select(tag => new ClockTagDocument { Percent = tag!.Percent!.Value, Tag = ObjectId.Parse(tag.Tag) })],
        Start = Start!,
        End = End!,
    };
}
