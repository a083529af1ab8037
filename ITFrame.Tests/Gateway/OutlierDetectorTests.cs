using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ITFrame.Gateway.Health;
using ITFrame.Gateway.Retries;
using ITFrame.Gateway.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Tests.Gateway;

public sealed class OutlierDetectorTests : IDisposable
{
    private static readonly Failure Refused = new(FailureKind.NotSent, "connection_error", "refused");
    private static readonly Failure Reset = new(FailureKind.Interrupted, "reset", "reset");

    private readonly FakeTimeProvider _clock = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RecordingUpdater _updater = new();
    private readonly DestinationState _a = TestDestinations.Create("a", 0);
    private readonly DestinationState _b = TestDestinations.Create("b", 0);
    private readonly DestinationState _c = TestDestinations.Create("c", 0);
    private readonly DestinationState _far = TestDestinations.Create("far", 1);
    private readonly ClusterState _cluster;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler());

    public OutlierDetectorTests()
        => _cluster = new ClusterState("c", new ClusterModel(new ClusterConfig { ClusterId = "c" }, _client))
        {
            DestinationsState = new ClusterDestinationsState([_a, _b, _c, _far], [_a, _b, _c]),
        };

    [Fact]
    public void TransportFailure_First_Ejects()
    {
        Record(Create(), _a, Reset);

        Assert.Equal([("a", 2.0)], _updater.Ejections);
    }

    [Fact]
    public void TransportFailures_FewerThanSet_DoNotEject()
    {
        var detector = Create(new() { ConsecutiveTransportFailures = 3 });
        Record(detector, _a, Reset);
        Record(detector, _a, Reset);
        Answer(detector, _a, 200);
        Record(detector, _a, Reset);
        Record(detector, _a, Reset);
        Assert.Empty(_updater.Ejections);

        Record(detector, _a, Reset);
        Assert.Single(_updater.Ejections);
    }

    [Fact]
    public void ServerErrors_FiveInARow_Eject()
    {
        var detector = Create();
        Answer(detector, _a, 500, 502, 504, 500, 200, 500, 500, 500, 500);
        Assert.Empty(_updater.Ejections);

        Answer(detector, _a, 500);
        Assert.Equal([("a", 2.0)], _updater.Ejections);
    }

    [Theory]
    [InlineData(501)]
    [InlineData(505)]
    [InlineData(429)]
    public void OtherStatus_ManyInARow_SaysNothingOfTheDestination(int status)
    {
        Answer(Create(), _a, [.. Enumerable.Repeat(status, 20)]);

        Assert.Empty(_updater.Ejections);
    }

    [Fact]
    public void ServerErrors_UnavailableForWritesAlone_SaysNothingOfTheDestination()
    {
        var detector = Create();
        for (var i = 0; i < 20; i++)
        {
            // Of a request only its method counts, and one that is not safe is what an empty one is.
            var attempt = new Attempt((RequestAttempts)RuntimeHelpers.GetUninitializedObject(typeof(RequestAttempts)), 1, _a, 0, TimeSpan.MaxValue);
            attempt.Answered(503, TimeSpan.FromMilliseconds(1), null);
            detector.Record(_cluster, attempt);
        }

        Assert.Empty(_updater.Ejections);
    }

    [Fact]
    public void ServerErrors_OfAllOfATier_EjectNobody()
    {
        var detector = Create();
        for (var i = 0; i < 20; i++)
        {
            Answer(detector, _a, 503);
            Answer(detector, _b, 503);
            Answer(detector, _c, 503);
        }

        Assert.Empty(_updater.Ejections);
    }

    [Fact]
    public void Share_OfATierIsOut_NobodyElseIs()
    {
        var detector = Create();
        Record(detector, _a, Reset);
        Record(detector, _b, Reset);

        Assert.Equal(["a"], _updater.Ejections.Select(ejection => ejection.Destination));
    }

    [Fact]
    public void Share_OneOfAnotherTier_DoesNotCount()
    {
        var detector = Create();
        Record(detector, _a, Reset);
        Record(detector, _far, Reset);

        Assert.Equal(["a", "far"], _updater.Ejections.Select(ejection => ejection.Destination));
    }

    [Fact]
    public void Share_ThoseWhoRefuse_AreOutInAnyCase()
    {
        var detector = Create();
        Record(detector, _a, Refused);
        Record(detector, _b, Refused);
        Record(detector, _c, Refused);

        Assert.Equal(3, _updater.Ejections.Count);
    }

    [Fact]
    public void Ejections_AgainAndAgain_LastLongerUpToTheMaximum()
    {
        var detector = Create(new() { MaximumEjection = TimeSpan.FromSeconds(5) });
        for (var i = 0; i < 4; i++)
        {
            Record(detector, _a, Reset);
            // Further failures of requests that were under way add nothing.
            Record(detector, _a, Reset);
            Return(_a);
        }

        Assert.Equal([2, 4, 5, 5], _updater.Ejections.Select(ejection => ejection.Seconds));
    }

    [Fact]
    public void Ejections_TimeWithoutOne_ShortensTheNext()
    {
        var detector = Create();
        for (var i = 0; i < 3; i++)
        {
            Record(detector, _a, Reset);
            Return(_a);
        }

        _clock.Advance(TimeSpan.FromSeconds(20));
        Record(detector, _a, Reset);

        Assert.Equal([2, 4, 6, 4], _updater.Ejections.Select(ejection => ejection.Seconds));
    }

    [Fact]
    public void Latency_MuchLongerThanTheOthers_EjectsAtTheEndOfTheInterval()
    {
        var detector = Create();
        Latencies(detector, _a, 20, 400);
        Latencies(detector, _b, 20, 100);
        Latencies(detector, _c, 20, 120);
        Assert.Empty(_updater.Ejections);

        _clock.Advance(TimeSpan.FromSeconds(10));
        Latencies(detector, _b, 1, 100);

        Assert.Equal(["a"], _updater.Ejections.Select(ejection => ejection.Destination));
    }

    [Theory]
    [InlineData(20, 250, 100)]
    [InlineData(20, 90, 10)]
    [InlineData(19, 900, 10)]
    public void Latency_NotMuchLongerOrShortAnywayOrOfFew_EjectsNobody(int count, int milliseconds, int others)
    {
        var detector = Create();
        Latencies(detector, _a, count, milliseconds);
        Latencies(detector, _b, 20, others);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Latencies(detector, _b, 1, others);

        Assert.Empty(_updater.Ejections);
    }

    [Fact]
    public void Latency_OfAttemptsThatWereOvertaken_CountsToo()
    {
        var detector = Create();
        for (var i = 0; i < 20; i++)
        {
            detector.Record(_cluster, new Attempt(null!, 1, _a, 0, TimeSpan.MaxValue) { Latency = TimeSpan.FromSeconds(1) });
        }

        Latencies(detector, _b, 20, 10);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Latencies(detector, _b, 1, 10);

        Assert.Equal(["a"], _updater.Ejections.Select(ejection => ejection.Destination));
    }

    [Fact]
    public void RetryAfter_OthersAreThere_IsHonouredUpToTheMaximum()
    {
        var detector = Create();
        Answer(detector, _a, TimeSpan.FromSeconds(7));
        Answer(detector, _b, TimeSpan.FromHours(1));

        Assert.Equal([("a", 7.0), ("b", 60.0)], _updater.Ejections);
    }

    [Fact]
    public void RetryAfter_NobodyElse_IsAskedAllTheSame()
    {
        var detector = Create();
        Answer(detector, _far, TimeSpan.FromSeconds(7));

        Assert.Empty(_updater.Ejections);
    }

    public void Dispose()
    {
        _services.Dispose();
        _client.Dispose();
    }

    private OutlierDetector Create(HealthOptions? options = null) => new(
        TestSettings.Create(new() { Health = options ?? new() }), new DestinationRecords(), _updater,
        new GatewayMetrics(_services.GetRequiredService<IMeterFactory>()), _clock, NullLogger<OutlierDetector>.Instance);

    private void Return(DestinationState destination)
    {
        _clock.Advance(TimeSpan.FromSeconds(_updater.Ejections[^1].Seconds));
        destination.Health.Passive = DestinationHealth.Unknown;
    }

    private void Record(OutlierDetector detector, DestinationState destination, Failure failure)
        => detector.Record(_cluster, new Attempt(null!, 1, destination, 0, TimeSpan.MaxValue) { Failure = failure });

    private void Answer(OutlierDetector detector, DestinationState destination, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            var attempt = new Attempt(null!, 1, destination, 0, TimeSpan.MaxValue);
            attempt.Answered(status, TimeSpan.FromMilliseconds(1), null);
            detector.Record(_cluster, attempt);
        }
    }

    private void Answer(OutlierDetector detector, DestinationState destination, TimeSpan retryAfter)
    {
        var attempt = new Attempt(null!, 1, destination, 0, TimeSpan.MaxValue);
        attempt.Answered(503, TimeSpan.FromMilliseconds(1), retryAfter);
        detector.Record(_cluster, attempt);
    }

    private void Latencies(OutlierDetector detector, DestinationState destination, int count, int milliseconds)
    {
        for (var i = 0; i < count; i++)
        {
            var attempt = new Attempt(null!, 1, destination, 0, TimeSpan.MaxValue);
            attempt.Answered(200, TimeSpan.FromMilliseconds(milliseconds), null);
            detector.Record(_cluster, attempt);
        }
    }

    /// <summary>Does what YARP does, but for the return, which the test decides on.</summary>
    private sealed class RecordingUpdater : IDestinationHealthUpdater
    {
        public List<(string Destination, double Seconds)> Ejections { get; } = [];

        public void SetActive(ClusterState cluster, IEnumerable<NewActiveDestinationHealth> newHealthStates) => throw new NotSupportedException();

        public void SetPassive(ClusterState cluster, DestinationState destination, DestinationHealth newHealth, TimeSpan reactivationPeriod)
        {
            destination.Health.Passive = newHealth;
            Ejections.Add((destination.DestinationId, reactivationPeriod.TotalSeconds));
        }
    }
}
