using Grpc.Net.Client;
using ITFrame.Console;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ITFrame.Tests.Console;

/// <summary>A console within the test's process, on ports that the system chose.</summary>
internal sealed class ConsoleHost : IAsyncDisposable
{
    public const string Token = "token-of-the-test";

    private readonly WebApplication _app;

    private ConsoleHost(WebApplication app)
    {
        _app = app;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        Page = new Uri(addresses[0]);
        Otlp = new Uri(addresses[^2]);
        OtlpHttp = new Uri(addresses[^1]);
        Channel = GrpcChannel.ForAddress(Otlp);
    }

    public Uri Page { get; }

    public Uri Otlp { get; }

    public Uri OtlpHttp { get; }

    public GrpcChannel Channel { get; }

    public static async Task<ConsoleHost> StartAsync(params string[] settings)
    {
        var app = ConsoleApplication.Build(["--urls=http://127.0.0.1:0", "--Console:OtlpPort=0", "--Console:OtlpHttpPort=0", $"--Console:Token={Token}", "--Logging:LogLevel:Default=Warning", .. settings]);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ConsoleHost(app);
    }

    public T Get<T>()
        where T : notnull
        => _app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.DisposeAsync();
    }
}
