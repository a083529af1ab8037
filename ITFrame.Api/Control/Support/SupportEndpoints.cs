using System.Security.Claims;
using ITFrame.Api.Paging;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Bson;

namespace ITFrame.Api.Control.Support;

/// <summary>Customers' questions. Everybody sees their own alone.</summary>
internal static class SupportEndpoints
{
    private const string Support = "Support";
    private const string Feedback = "Feedback";

    public static void MapSupport(this RouteGroupBuilder control)
    {
        var tickets = control.MapGroup("/support/tickets").WithTags("Support").ProducesProblem(StatusCodes.Status404NotFound);
        tickets.MapGet("/", GetAllAsync).WithName("GetTickets");
        tickets.MapPost("/", OpenTicketAsync).WithName("OpenTicket").Produces(StatusCodes.Status302Found).ProducesBodyProblems();
        tickets.MapGet("/{ticketId}", GetAsync).WithName("GetTicket");
        tickets.MapPut("/{ticketId}/status", SetStatusAsync).WithName("SetTicketStatus").ProducesBodyProblems();
        tickets.MapGet("/{ticketId}/replies", GetRepliesAsync).WithName("GetTicketReplies");
        tickets.MapPost("/{ticketId}/replies", ReplyAsync).WithName("ReplyToTicket").ProducesBodyProblems();
        control.MapPost("/feedback", GiveFeedbackAsync).WithTags("Support").WithName("GiveFeedback").Produces(StatusCodes.Status302Found).ProducesBodyProblems();
    }

    private static async Task<Results<Ok<TicketsResponse>, ProblemHttpResult>> GetAllAsync(
        ClaimsPrincipal caller, int? limit, PageCursor? before, TicketRepository tickets, HttpResponse response, CancellationToken cancellationToken)
    {
        if (PageLimit.Check(limit) is { } problem)
        {
            return problem;
        }

        var count = limit ?? PageLimit.Max;
        var page = await tickets.FindAsync(caller.Identity!.Name!, before, count, cancellationToken);
        if (page.Count == count)
        {
            response.SetNext(count, new PageCursor(page[^1].Date, page[^1].Id));
        }

        return TypedResults.Ok(new TicketsResponse(page.Select(Ticket.From)));
    }

    private static Task<Results<RedirectHttpResult, ProblemHttpResult>> OpenTicketAsync(
        ClaimsPrincipal caller, TicketRequest request, TicketRepository tickets, TimeProvider time, CancellationToken cancellationToken)
        => AddAsync(caller, request, Support, tickets, time, cancellationToken);

    private static Task<Results<RedirectHttpResult, ProblemHttpResult>> GiveFeedbackAsync(
        ClaimsPrincipal caller, TicketRequest request, TicketRepository tickets, TimeProvider time, CancellationToken cancellationToken)
        => AddAsync(caller, request, Feedback, tickets, time, cancellationToken);

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> AddAsync(
        ClaimsPrincipal caller, TicketRequest request, string department, TicketRepository tickets, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = request.Validate();
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var email = caller.Identity!.Name!;
        var now = time.GetUtcNow().UtcDateTime;
        var ticket = new TicketDocument
        {
            Id = ObjectId.GenerateNewId(),
            Email = email,
            Department = department,
            Status = TicketStatus.Open,
            Subject = request.Subject!,
            Message = request.Message!,
            Date = now,
            Replies = [new ReplyDocument { Name = email, IsStaffReply = false, Date = now, Message = request.Message! }],
        };
        await tickets.AddAsync(ticket, cancellationToken);
        return TypedResults.Redirect($"/control/support/tickets/{ticket.Id}");
    }

    private static async Task<Results<Ok<TicketResponse>, ProblemHttpResult>> GetAsync(
        ClaimsPrincipal caller, string ticketId, TicketRepository tickets, CancellationToken cancellationToken)
        => await FindAsync(caller, ticketId, tickets, cancellationToken) is { } ticket
            ? TypedResults.Ok(new TicketResponse(Ticket.From(ticket)))
            : Missing();

    private static async Task<Results<NoContent, ProblemHttpResult>> SetStatusAsync(
        ClaimsPrincipal caller, string ticketId, TicketStatusRequest request, TicketRepository tickets, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        errors.RequireOneOf("status", request.Status, TicketStatus.Open, TicketStatus.CustomerReply, TicketStatus.Closed);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        return ObjectId.TryParse(ticketId, out var id) && await tickets.SetStatusAsync(caller.Identity!.Name!, id, request.Status!, cancellationToken)
            ? TypedResults.NoContent()
            : Missing();
    }

    private static async Task<Results<Ok<RepliesResponse>, ProblemHttpResult>> GetRepliesAsync(
        ClaimsPrincipal caller, string ticketId, TicketRepository tickets, CancellationToken cancellationToken)
        => await FindAsync(caller, ticketId, tickets, cancellationToken) is { } ticket
            ? TypedResults.Ok(new RepliesResponse(ticket.Replies))
            : Missing();

    private static async Task<Results<NoContent, ProblemHttpResult>> ReplyAsync(
        ClaimsPrincipal caller, string ticketId, ReplyRequest request, TicketRepository tickets, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = request.Validate();
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var email = caller.Identity!.Name!;
        var reply = new ReplyDocument { Name = email, IsStaffReply = false, Date = time.GetUtcNow().UtcDateTime, Message = request.Message! };
        return ObjectId.TryParse(ticketId, out var id) && await tickets.AddReplyAsync(email, id, reply, cancellationToken)
            ? TypedResults.NoContent()
            : Missing();
    }

    private static async Task<TicketDocument?> FindAsync(ClaimsPrincipal caller, string ticketId, TicketRepository tickets, CancellationToken cancellationToken)
        => ObjectId.TryParse(ticketId, out var id) ? await tickets.FindAsync(caller.Identity!.Name!, id, cancellationToken) : null;

    private static ProblemHttpResult Missing() => TypedResults.Problem("You have no such ticket.", statusCode: StatusCodes.Status404NotFound);
}
