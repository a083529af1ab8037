using MongoDB.Bson;

namespace ITFrame.Api.Outbox;

/// <summary>Tells a third party.</summary>
internal interface IOutboxHandler
{
    string Kind { get; }

    /// <summary>May be called more than once for one entry. Throws where the third party did not take it.</summary>
    Task DeliverAsync(string subject, BsonDocument content, CancellationToken cancellationToken);
}
