namespace ITFrame.Api.Control.Support;

internal sealed record TicketsResponse(IEnumerable<Ticket> Tickets);
