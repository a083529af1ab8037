using ITFrame.Api.Data;
using ITFrame.Api.Http;

namespace ITFrame.Api.Player;

internal interface IPlayerRepository
{
    /// <summary>For the public: may be a little old, goes on without a primary.</summary>
    Task<PlayerDocument?> FindPublicAsync(string username, CancellationToken cancellationToken);

    /// <summary>For the owner, who may just have changed it.</summary>
    Task<PlayerDocument?> FindSettingsAsync(string username, CancellationToken cancellationToken);

    /// <summary>Puts the document in the place of the station's present one, or makes the first.</summary>
    Task<SaveResult> SaveAsync(PlayerDocument player, IfMatch condition, CancellationToken cancellationToken);

    Task<SaveResult> DeleteAsync(string username, IfMatch condition, CancellationToken cancellationToken);
}
