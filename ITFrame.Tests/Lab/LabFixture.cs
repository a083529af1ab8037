using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using ITFrame.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ITFrame.Tests.Lab;

/// <summary>The whole lab, booted once through the AppHost on ports of its own; tests leave it as they found it.</summary>
public sealed class LabFixture : IAsyncLifetime
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("itframe-lab-").FullName;
    private DistributedApplication? _app;
    private HttpClient? _control;

    public JsonElement State { get; private set; }

    public string DemoKey => State.GetProperty("demo").GetProperty("key").GetString()!;

    /// <summary>A client of lab control.</summary>
    public HttpClient Control => _control!;

    /// <summary>Gets what the console gets, and is looking for the lab's secrets in it from the first message on.</summary>
    internal TelemetryScanner Telemetry { get; private set; } = null!;

    public Uri ConsoleUrl => new(State.GetProperty("consoleUrl").GetString()!);

    public async ValueTask InitializeAsync()
    {
        Telemetry = await TelemetryScanner.StartAsync();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.ITFrame_AppHost>(
            ["--Lab:RandomPorts=true", $"--Lab:StatePath={_folder}", "--Lab:Mongo=embedded", $"--ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL={Telemetry.Address}"]);
        _app = await builder.BuildAsync();
        using var deadline = new CancellationTokenSource(StartDeadline * 2);
        foreach (var (name, secret) in await SecretsAsync(deadline.Token))
        {
            Telemetry.LookFor(name, secret);
        }

        await _app.StartAsync(deadline.Token);
        State = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "lab.json"), deadline.Token));
        _control = LabClient.Create(State, "controlUrl");
        _control.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", State.GetProperty("controlToken").GetString());
        await WaitUntilHealthyAsync(deadline.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _control?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
        }

        await Telemetry.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The model's secret parameters, whatever they are.</summary>
    public async Task<IReadOnlyDictionary<string, string>> SecretsAsync(CancellationToken cancellationToken)
    {
        var secrets = new Dictionary<string, string>();
        foreach (var parameter in _app!.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<ParameterResource>().Where(parameter => parameter.Secret))
        {
            secrets[parameter.Name] = await parameter.GetValueAsync(cancellationToken) ?? "";
        }

        return secrets;
    }

    /// <summary>What the lab has on disk.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories);

    /// <summary>What a resource's process has written.</summary>
    public async Task<IReadOnlyList<string>> LogAsync(string resource)
    {
        var lines = new List<string>();
        await foreach (var batch in _app!.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(resource))
        {
            lines.AddRange(batch.Select(line => line.Content));
        }

        return lines;
    }

    /// <summary>A client of a gateway that wants every answer from a replica: the tests are about those, and not about the cache.</summary>
    public HttpClient Gateway(string site)
    {
        var region = State.GetProperty("regions").EnumerateArray().Single(region => region.GetProperty("site").GetString() == site);
        var client = LabClient.Create(State, new Uri(region.GetProperty("gatewayUrl").GetString()!));
        client.Timeout = TimeSpan.FromSeconds(15);
        client.DefaultRequestHeaders.CacheControl = new CacheControlHeaderValue { NoCache = true };
        return client;
    }

    public async Task CommandAsync(string resource, string command, CancellationToken cancellationToken)
    {
        using var response = await _control!.PostAsync(new Uri($"resources/{resource}/commands/{command}", UriKind.Relative), content: null, cancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{command} on {resource}: {response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }

    /// <summary>Mends what an earlier test that failed has left broken.</summary>
    public async Task MendAsync(CancellationToken cancellationToken)
    {
        foreach (var site in (await ResourcesAsync(cancellationToken)).Where(resource => resource.GetProperty("kind").GetString() == "site"))
        {
            await CommandAsync(site.GetProperty("name").GetString()!, "raise", cancellationToken);
        }

        await WaitUntilHealthyAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<JsonElement>> ResourcesAsync(CancellationToken cancellationToken)
        => (await _control!.GetFromJsonAsync<JsonElement>("resources", cancellationToken)).EnumerateArray().ToList();

    /// <summary>The site whose member is primary, as the hub sees it; null while there is none.</summary>
    public async Task<string?> PrimarySiteAsync(HttpClient gateway, CancellationToken cancellationToken)
    {
        using var response = await gateway.GetAsync(new Uri("cluster", UriKind.Relative), cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            return null;
        }

        var cluster = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return cluster.TryGetProperty("primary", out var primary)
            ? cluster.GetProperty("members").EnumerateArray().Single(member => member.GetProperty("host").GetString() == primary.GetString()).GetProperty("site").GetString()
            : null;
    }

    /// <summary>Waits until every process runs and every health check passes.</summary>
    public Task WaitUntilHealthyAsync(CancellationToken cancellationToken) => Eventually.TrueAsync(
        async () => (await ResourcesAsync(cancellationToken)).All(IsUp),
        StartDeadline,
        async () => string.Join(", ", await Task.WhenAll((await ResourcesAsync(cancellationToken)).Where(resource => !IsUp(resource)).Select(DescribeAsync))),
        cancellationToken);

    private async Task<string> DescribeAsync(JsonElement resource)
    {
        var name = resource.GetProperty("name").GetString()!;
        return $"{name}: {resource.GetProperty("state")} {resource.GetProperty("health")} [{string.Join(" | ", (await LogAsync(name)).TakeLast(5))}]";
    }

    private static bool IsUp(JsonElement resource)
        => resource.GetProperty("kind").GetString() == "other"
            || (resource.GetProperty("state").GetString() == "Running" && resource.GetProperty("health").GetString() is null or "Healthy");
}
