namespace ITFrame.Api.Control.Support;

/// <summary>A ticket as JSON.</summary>
internal sealed record Ticket
{
    public required string Id { get; init; }

    public required DateTime Date { get; init; }

    public required string Department { get; init; }

    public required string Status { get; init; }

    public required string Subject { get; init; }

    public required string Message { get; init; }

    public static Ticket From(TicketDocument ticket) => new()
    {
        Id = ticket.Id.ToString(),
        Date = ticket.Date,
        Department = ticket.Department,
        Status = ticket.Status,
        Subject = ticket.Subject,
        Message = ticket.Message,
    };
}
