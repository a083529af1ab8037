using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Acme;

internal sealed class ChallengeRepository(IMongoDatabase database, HubSession session, ReadPreferences reads, TimeProvider time)
    : Repository<ChallengeDocument>(database, session, ChallengeRepository.CollectionName)
{
    public const string CollectionName = "acme_challenges";

    /// <summary>An authority validates within minutes; what is left over was forgotten by whoever asked for it.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public Task SaveAsync(AcmeToken token, string keyAuthorization, CancellationToken cancellationToken)
        => Collection.UpdateOneAsync(
            Writing,
            Filter.Eq(challenge => challenge.Token, token.Value),
            Update.Set(challenge => challenge.KeyAuthorization, keyAuthorization).Set(challenge => challenge.ExpiresAt, time.GetUtcNow().UtcDateTime + Lifetime),
            new UpdateOptions { IsUpsert = true },
            cancellationToken);

    public Task DeleteAsync(AcmeToken token, CancellationToken cancellationToken)
        => Collection.DeleteOneAsync(Writing, Filter.Eq(challenge => challenge.Token, token.Value), cancellationToken: cancellationToken);

    /// <summary>
    /// Asks the primary where there is one: the authority comes a moment after the write, and to either region, whose own member may not
    /// have it yet.
    /// </summary>
    public async Task<string?> FindAsync(AcmeToken token, CancellationToken cancellationToken)
    {
        // Expired documents are deleted about once a minute.
        var now = time.GetUtcNow().UtcDateTime;
        var found = await Find(Filter.Eq(challenge => challenge.Token, token.Value) & Filter.Gt(challenge => challenge.ExpiresAt, now), reads.Settings)
            .Limit(1).FirstOrDefaultAsync(cancellationToken);
        return found?.KeyAuthorization;
    }
}
