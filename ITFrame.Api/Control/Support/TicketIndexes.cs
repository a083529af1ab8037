using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Control.Support;

internal sealed class TicketIndexes(IMongoDatabase database) : IDatabaseStep
{
    public int Order => 0;

    public Task RunAsync(CancellationToken cancellationToken)
        => database.GetCollection<TicketDocument>(TicketRepository.CollectionName).Indexes.CreateOneAsync(
            new CreateIndexModel<TicketDocument>(
                Builders<TicketDocument>.IndexKeys.Ascending(ticket => ticket.Email).Descending(ticket => ticket.Date).Descending(ticket => ticket.Id),
                new CreateIndexOptions { Name = "email_date" }),
            cancellationToken: cancellationToken);
}
