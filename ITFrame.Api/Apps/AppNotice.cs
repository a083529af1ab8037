using ITFrame.Api.Validation;

namespace ITFrame.Api.Apps;

/// <summary>Apps reports on an app, or on a station's server.</summary>
internal sealed record AppNotice
{
    public string? Token { get; init; }

    public string? Username { get; init; }

    /// <summary>Why it was rejected.</summary>
    public string? Reason { get; init; }

    public string? ServerName { get; init; }

    public FieldErrors Validate()
    {
        var errors = new FieldErrors();
        errors.RequireUsername("username", Username);
        errors.AllowText("reason", Reason, 1024);
        errors.AllowText("serverName", ServerName, 128);
        return errors;
    }
}
