using System.Diagnostics;
using System.Net;

namespace ITFrame.Benchmarks.Telemetry;

/// <summary>Asks for every page in turn, five times a second, and takes the time until the last byte of it.</summary>
internal sealed class PageReader : IDisposable
{
    private static readonly string[] Paths = ["/", "/timeline", "/traces", "/traces?failovers=true", "/logs", "/metrics", "/resources"];

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http;
    private readonly Timing[] _timings = [.. Paths.Select(path => new Timing($"GET {path}"))];

    private PageReader(Uri page) => _http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), UseProxy = false }) { BaseAddress = page, Timeout = TimeSpan.FromSeconds(30) };

    public IEnumerable<Timing> Timings => _timings;

    public int Failures { get; private set; }

    /// <exception cref="HttpRequestException">The console does not let us in.</exception>
    public static async Task<PageReader> LogInAsync(Uri page, Uri login, CancellationToken cancellationToken)
    {
        var reader = new PageReader(page);
        using var response = await reader._http.GetAsync(login, cancellationToken);
        response.EnsureSuccessStatusCode();
        return reader;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            for (var i = 0; await timer.WaitForNextTickAsync(cancellationToken); i++)
            {
                var start = Stopwatch.GetTimestamp();
                using var response = await _http.GetAsync(new Uri(Paths[i % Paths.Length], UriKind.Relative), cancellationToken);
                Failures += response.IsSuccessStatusCode ? 0 : 1;
                _timings[i % Paths.Length].Add(start);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }
    }

    public void Dispose() => _http.Dispose();
}
