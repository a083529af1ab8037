using ITFrame.Api.Validation;

namespace ITFrame.Api.Apps;

/// <summary>What an app shows and how the stores describe it.</summary>
internal sealed record AppContent
{
    public const int MaxDescriptionLength = 4000;

    public string? Name { get; init; }

    public string? Description { get; init; }

    public string? Keywords { get; init; }

    public string? Website { get; init; }

    public string? Facebook { get; init; }

    public string? Twitter { get; init; }

    public string? Logo { get; init; }

    public string? Icon { get; init; }

    public string? FeatureGraphic { get; init; }

    public string? Background { get; init; }

    public string? Tint { get; init; }

    public string? Whatisnew { get; init; }

    public string? AlternativeStreamUrl { get; init; }

    public void Validate(FieldErrors errors)
    {
        errors.RequireText("request.name", Name, 64);
        errors.AllowMessage("request.description", Description, MaxDescriptionLength);
        errors.AllowText("request.keywords", Keywords, 256);
        errors.AllowMessage("request.whatisnew", Whatisnew, MaxDescriptionLength);
        errors.AllowText("request.background", Background, 64);
        errors.AllowText("request.tint", Tint, 64);
        errors.AllowText("request.facebook", Facebook, 256);
        errors.AllowText("request.twitter", Twitter, 256);
        errors.AllowUrl("request.website", Website, "http", "https");
        errors.AllowUrl("request.logo", Logo, "http", "https");
        errors.AllowUrl("request.icon", Icon, "http", "https");
        errors.AllowUrl("request.featureGraphic", FeatureGraphic, "http", "https");
        errors.AllowUrl("request.alternativeStreamUrl", AlternativeStreamUrl, "http", "https");
    }
}
