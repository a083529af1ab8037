using ITFrame.Api.Validation;

namespace ITFrame.Api.Apps;

/// <summary>An owner asks for an app, or for changes.</summary>
internal sealed record AppRequest
{
    public const string Android = "android";
    public const string Ios = "iOS";

    public string? Username { get; init; }

    /// <summary><c>android</c> or <c>iOS</c>.</summary>
    public string? Platform { get; init; }

    public AppContent? Request { get; init; }

    public FieldErrors Validate(bool needsUsername)
    {
        var errors = new FieldErrors();
        if (needsUsername)
        {
            errors.RequireUsername("username", Username);
        }

        errors.RequireOneOf("platform", Platform, Android, Ios);
        (Request ?? new AppContent()).Validate(errors);
        return errors;
    }
}
