namespace ITFrame.Api.Control.Support;

/// <summary>The states that a customer can put a ticket in.</summary>
internal static class TicketStatus
{
    public const string Open = "Open";
    public const string CustomerReply = "Customer-Reply";
    public const string Closed = "Closed";
}
