using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace ITFrame.Benchmarks.Api;

/// <summary>One process of the hub, killed at the latest when this is disposed.</summary>
internal sealed class HubProcess : IDisposable
{
    public const string StationKey = "key-of-the-benchmark";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;

    private HubProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <exception cref="InvalidOperationException">The hub was not ready in time.</exception>
    public static async Task<HubProcess> StartAsync(string mongo, CancellationToken cancellationToken)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{LoopbackPorts.Free(1)[0]}"));
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "ITFrame.Api.dll"), "--urls", address.ToString() },
            Environment =
            {
                ["ConnectionStrings__mongo"] = mongo,
                ["Api__ControlToken"] = Guid.NewGuid().ToString(),
                ["Api__DemoStationKey"] = StationKey,
                ["Logging__LogLevel__Default"] = "Warning",
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
            },
        };
        var hub = new HubProcess(Process.Start(start)!, address);
        using var client = new HttpClient { BaseAddress = address };
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Patience && !hub._process.HasExited; await Task.Delay(Poll, cancellationToken))
        {
            try
            {
                using var response = await client.GetAsync("/health/ready", cancellationToken);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    return hub;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }

        hub.Dispose();
        throw new InvalidOperationException("the hub was not ready in time");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
