using ITFrame.Api.Validation;

namespace ITFrame.Api.TuneIn;

/// <summary>TuneIn AIR's settings as JSON. The partner's key is only ever sent to the hub.</summary>
internal sealed record TuneInSettings
{
    public string? Username { get; init; }

    public string? StationId { get; init; }

    public string? PartnerId { get; init; }

    /// <summary>Absent: the one that is stored.</summary>
    public string? PartnerKey { get; init; }

    public bool? IsEnabled { get; init; }

    public string? DisableReason { get; init; }

    public static TuneInSettings From(TuneInDocument document) => new()
    {
        Username = document.Username,
        StationId = document.StationId,
        PartnerId = document.PartnerId,
        IsEnabled = document.IsEnabled,
        DisableReason = document.DisableReason,
    };

    public FieldErrors Validate(Username username)
    {
        var errors = new FieldErrors();
        if (Username is { } other && other != username.Value)
        {
            errors.Add("username", "must be the path's username, or absent.");
        }

        errors.RequireText("stationId", StationId, 64);
        errors.RequireText("partnerId", PartnerId, 64);
        errors.AllowText("partnerKey", PartnerKey, 128);
        return errors;
    }
}
