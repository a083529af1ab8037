using System.Collections.Concurrent;

namespace ITFrame.Tests.Support;

/// <summary>A steady load of GETs: workers that ask for the same path over and over until they are stopped.</summary>
internal sealed class Listeners : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly Task[] _workers;
    private int _answered;

    private Listeners(HttpClient client, string path, int workers)
        => _workers = [.. Enumerable.Range(0, workers).Select(_ => ListenAsync(client, new Uri(path, UriKind.Relative)))];

    /// <summary>Requests that were answered with success so far.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>What each request that was not answered with success got instead.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    public static Listeners Start(HttpClient client, string path, int workers = 8) => new(client, path, workers);

    /// <summary>Waits until that many more requests have been answered.</summary>
    public Task MoreAsync(int count, CancellationToken cancellationToken)
    {
        var goal = Answered + count;
        return Eventually.TrueAsync(() => Answered >= goal, TimeSpan.FromSeconds(60), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_workers);
        _stop.Dispose();
    }

    private async Task ListenAsync(HttpClient client, Uri path)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var response = await client.GetAsync(path, _stop.Token);
                if (response.IsSuccessStatusCode)
                {
                    Interlocked.Increment(ref _answered);
                }
                else
                {
                    _failures.Enqueue($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(_stop.Token)}");
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                _failures.Enqueue(exception.Message);
            }
        }
    }
}
