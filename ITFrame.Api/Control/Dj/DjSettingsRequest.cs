using ITFrame.Api.Validation;

namespace ITFrame.Api.Control.Dj;

/// <summary>The DJ is switched on or off, and what the station calls itself.</summary>
internal sealed record DjSettingsRequest
{
    public bool? Enabled { get; init; }

    /// <summary>Seconds.</summary>
    public double? FadeLength { get; init; }

    public string? Name { get; init; }

    public string? Genre { get; init; }

    /// <summary>An IANA time zone, as Europe/London: the clocks are in it.</summary>
    public string? Timezone { get; init; }

    public FieldErrors Validate()
    {
        var errors = new FieldErrors();
        errors.AllowRange("fadeLength", FadeLength, 0, 30);
        errors.AllowText("name", Name, 128);
        errors.AllowText("genre", Genre, 64);
        errors.AllowText("timezone", Timezone, 64);
        return errors;
    }
}
