using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Control.Users;

internal sealed class ControlUserRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : Repository<ControlUserDocument>(database, session, ControlUserRepository.CollectionName)
{
    public const string CollectionName = "control_users";

    public async Task<ControlUserDocument?> FindAsync(string email, CancellationToken cancellationToken)
        => await Find(Filter.Eq(user => user.Email, ControlUserDocument.Normalize(email)), reads.Settings).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Puts the user in the place of the one with this address, or makes it.</summary>
    public Task SaveAsync(ControlUserDocument user, CancellationToken cancellationToken)
        => Collection.UpdateOneAsync(
            Writing,
            Filter.Eq(found => found.Email, user.Email),
            Update.Combine(
                Update.SetOnInsert(found => found.Id, user.Id),
                Update.Set(found => found.PasswordHash, user.PasswordHash),
                Update.Set(found => found.FirstName, user.FirstName),
                Update.Set(found => found.LastName, user.LastName),
                Update.Set(found => found.Company, user.Company),
                Update.Set(found => found.Phone, user.Phone),
                Update.Set(found => found.Address, user.Address),
                Update.Set(found => found.Country, user.Country),
                Update.Set(found => found.HasDj, user.HasDj),
                Update.Set(found => found.Products, user.Products)),
            new UpdateOptions { IsUpsert = true },
            cancellationToken);
}
