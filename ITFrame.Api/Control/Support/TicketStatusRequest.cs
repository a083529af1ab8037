namespace ITFrame.Api.Control.Support;

internal sealed record TicketStatusRequest(string? Status);
