using ITFrame.Api.Data;
using ITFrame.Api.Http;

namespace ITFrame.Api.TuneIn;

internal interface ITuneInRepository
{
    /// <summary>From the nearest member: whether a song is to be reported.</summary>
    Task<TuneInDocument?> FindAsync(string username, CancellationToken cancellationToken);

    /// <summary>For the owner, who may just have changed it.</summary>
    Task<TuneInDocument?> FindLatestAsync(string username, CancellationToken cancellationToken);

    Task<SaveResult> SaveAsync(TuneInDocument document, IfMatch condition, CancellationToken cancellationToken);

    Task<SaveResult> DeleteAsync(string username, IfMatch condition, CancellationToken cancellationToken);
}
