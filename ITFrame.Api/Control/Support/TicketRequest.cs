using ITFrame.Api.Validation;

namespace ITFrame.Api.Control.Support;

/// <summary>A new question.</summary>
internal sealed record TicketRequest
{
    public const int MaxMessageLength = 20_000;

    public string? Subject { get; init; }

    public string? Message { get; init; }

    public FieldErrors Validate()
    {
        var errors = new FieldErrors();
        errors.RequireText("subject", Subject, 256);
        errors.RequireMessage("message", Message, MaxMessageLength);
        return errors;
    }
}
