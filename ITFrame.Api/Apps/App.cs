using System.Text.Json.Serialization;

namespace ITFrame.Api.Apps;

/// <summary>An app as JSON.</summary>
internal sealed record App
{
    [JsonPropertyName("_id")]
    public required string Id { get; init; }

    public required string Username { get; init; }

    public required string Status { get; init; }

    public required bool Reviewed { get; init; }

    public string? RejectReason { get; init; }

    /// <summary>The stores' own number for the app; for iOS alone.</summary>
    public string? Sku { get; init; }

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

    public static App From(AppDocument app) => new()
    {
        Id = app.Id.ToString(),
        Username = app.Username,
        Status = app.Status,
        Reviewed = app.Reviewed,
        RejectReason = app.RejectReason,
        Sku = app.Platform == AppRequest.Ios ? app.Username : null,
        Name = app.Content.Name,
        Description = app.Content.Description,
        Keywords = app.Content.Keywords,
        Website = app.Content.Website,
        Facebook = app.Content.Facebook,
        Twitter = app.Content.Twitter,
        Logo = app.Content.Logo,
        Icon = app.Content.Icon,
        FeatureGraphic = app.Content.FeatureGraphic,
        Background = app.Content.Background,
        Tint = app.Content.Tint,
        Whatisnew = app.Content.Whatisnew,
        AlternativeStreamUrl = app.Content.AlternativeStreamUrl,
    };
}
