using ITFrame.Api.Control.Users;
using ITFrame.Api.Validation;

namespace ITFrame.Api.Control.Tokens;

internal sealed record AuthenticateRequest
{
    public string? Email { get; init; }

    public string? Password { get; init; }

    public FieldErrors Validate()
    {
        var errors = new FieldErrors();
        errors.RequireText("email", Email, SaveUserRequest.MaxTextLength);
        if (Password is not { Length: > 0 and <= SaveUserRequest.MaxPasswordLength })
        {
            errors.Add("password", "is required.");
        }

        return errors;
    }
}
