using System.Text.Json.Serialization;
using ITFrame.Api.Validation;

namespace ITFrame.Api.Dj.Tags;

/// <summary>A tag as JSON.</summary>
internal sealed record Tag
{
    public const int MaxNameLength = 128;

    [JsonPropertyName("_id")]
    public string? Id { get; init; }

    public string? Username { get; init; }

    public string? Name { get; init; }

    public string? Color { get; init; }

    public static Tag From(TagDocument tag) => new() { Id = tag.Id.ToString(), Username = tag.Username, Name = tag.Name, Color = tag.Color };

    public FieldErrors Validate()
    {
        var errors = new FieldErrors();
        errors.RequireText("name", Name, MaxNameLength);
        errors.AllowText("color", Color, 32);
        return errors;
    }
}
