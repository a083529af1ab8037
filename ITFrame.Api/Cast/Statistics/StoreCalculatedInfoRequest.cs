using ITFrame.Api.Validation;

namespace ITFrame.Api.Cast.Statistics;

/// <summary>What stations used to calculate themselves.</summary>
internal sealed record StoreCalculatedInfoRequest
{
    public string? Resolution { get; init; }

    public FieldErrors Validate()
    {
        var errors = new FieldErrors();
        errors.RequireOneOf("resolution", Resolution, [.. Statistics.Resolution.Names]);
        return errors;
    }
}
