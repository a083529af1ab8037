using ITFrame.Api.Validation;

namespace ITFrame.Api.Control.Support;

internal sealed record ReplyRequest
{
    public string? Message { get; init; }

    public FieldErrors Validate()
    {
        var errors = new FieldErrors();
        errors.RequireMessage("message", Message, TicketRequest.MaxMessageLength);
        return errors;
    }
}
