using ITFrame.Api.Cast.Configuration;
using ITFrame.Api.Validation;

namespace ITFrame.Api.Control.Cast;

internal sealed record GeolockRequest
{
    public const int MaxCountries = 250;

    public bool? Enabled { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public IReadOnlyList<string?>? CountryCodes { get; init; }

    public string? Mode { get; init; }

    public bool? AllowUnknown { get; init; }

    public FieldErrors Validate()
    {
        var errors = new FieldErrors();
        if (Enabled is null)
        {
            errors.Add("enabled", "is required.");
        }

        errors.RequireOneOf("mode", Mode, "blacklist", "whitelist");
        if (CountryCodes is { Count: > MaxCountries } || CountryCodes?.Any(code => code is not { Length: 2 } || !code.All(char.IsAsciiLetter)) == true)
        {
            errors.Add("countryCodes", $"must be at most {MaxCountries} codes of two letters.");
        }

        return errors;
    }

    public Geolock ToGeolock() => new()
    {
        Enabled = Enabled!.Value,
        CountryCodes = [.. (CountryCodes ?? []).Select(code => code!.ToUpperInvariant()).Distinct()],
        Mode = Mode,
        AllowUnknown = AllowUnknown ?? false,
    };
}
