using ITFrame.Api.Data;
using ITFrame.Api.Http;
using ITFrame.Api.TuneIn;

namespace ITFrame.Tests.Api;

/// <summary>No station reports to TuneIn.</summary>
internal sealed class FakeTuneInRepository : ITuneInRepository
{
    public Task<TuneInDocument?> FindAsync(string username, CancellationToken cancellationToken) => Task.FromResult<TuneInDocument?>(null);

    public Task<TuneInDocument?> FindLatestAsync(string username, CancellationToken cancellationToken) => Task.FromResult<TuneInDocument?>(null);

    public Task<SaveResult> SaveAsync(TuneInDocument document, IfMatch condition, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<SaveResult> DeleteAsync(string username, IfMatch condition, CancellationToken cancellationToken) => throw new NotSupportedException();
}
