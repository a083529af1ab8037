namespace ITFrame.Api.Control.Support;

internal sealed record TicketResponse(Ticket Ticket);
