using ITFrame.Api.Validation;

namespace ITFrame.Api.Cast.Configuration;

/// <summary>Cast asks for a station's configuration.</summary>
internal sealed record CastConfigurationRequest
{
    public string? Username { get; init; }

    /// <summary>The token of the service <c>cast</c>.</summary>
    public string? Token { get; init; }

    public FieldErrors Validate()
    {
        var errors = new FieldErrors();
        errors.RequireUsername("username", Username);
        errors.RequireText("token", Token, 512);
        return errors;
    }
}
