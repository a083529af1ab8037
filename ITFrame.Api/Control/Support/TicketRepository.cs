using ITFrame.Api.Data;
using ITFrame.Api.Paging;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Api.Control.Support;

internal sealed class TicketRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : Repository<TicketDocument>(database, session, TicketRepository.CollectionName)
{
    public const string CollectionName = "support_tickets";

    /// <summary>Far below what a document can hold.</summary>
    public const int MaxReplies = 500;

    public Task AddAsync(TicketDocument ticket, CancellationToken cancellationToken) => InsertAsync(ticket, cancellationToken);

    public Task<IReadOnlyList<TicketDocument>> FindAsync(string email, PageCursor? before, int limit, CancellationToken cancellationToken)
        => PageAsync(Filter.Eq(ticket => ticket.Email, email), ticket => ticket.Date, ticket => ticket.Id, before, limit, reads.Settings, cancellationToken);

    public async Task<TicketDocument?> FindAsync(string email, ObjectId id, CancellationToken cancellationToken)
        => await Find(Mine(email, id), reads.Settings).FirstOrDefaultAsync(cancellationToken);

    public async Task<bool> SetStatusAsync(string email, ObjectId id, string status, CancellationToken cancellationToken)
        => (await Collection.UpdateOneAsync(Writing, Mine(email, id), Update.Set(ticket => ticket.Status, status), cancellationToken: cancellationToken)).MatchedCount > 0;

    /// <summary>False where the customer has no such ticket, or it is full.</summary>
    public async Task<bool> AddReplyAsync(string email, ObjectId id, ReplyDocument reply, CancellationToken cancellationToken)
    {
        var changed = await Collection.UpdateOneAsync(
            Writing,
            Mine(email, id) & Filter.Exists($"replies.{MaxReplies - 1}", false),
            Update.Push(ticket => ticket.Replies, reply).Set(ticket => ticket.Status, TicketStatus.CustomerReply),
            cancellationToken: cancellationToken);
        return changed.MatchedCount > 0;
    }

    private static FilterDefinition<TicketDocument> Mine(string email, ObjectId id)
        => Filter.Eq(ticket => ticket.Email, email) & Filter.Eq(ticket => ticket.Id, id);
}
