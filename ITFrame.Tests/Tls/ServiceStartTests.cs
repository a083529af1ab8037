using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace ITFrame.Tests.Tls;

/// <summary>What an operator reads when a service cannot start: the reason, and nothing else.</summary>
public sealed class ServiceStartTests : IDisposable
{
    private readonly CertificateFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ITFrame.Api.dll")]
    [InlineData("ITFrame.Gateway.dll")]
    [InlineData("ITFrame.Console.dll")]
    public async Task Certificate_HasExpired_EndsTheStartWithOneLine(string program)
    {
        var leaf = _folder.Issue("service", "localhost", TimeSpan.FromMinutes(-1));

        var (exitCode, error) = await RunAsync(
            program, $"--Tls:Certificate={leaf.CertificateFile}", $"--Tls:Key={leaf.KeyFile}", "--ReverseProxy:Clusters:public:Destinations:api:Address=https://localhost:1");

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"Tls:Certificate: {leaf.CertificateFile}, {leaf.KeyFile}: The certificate of CN=service", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(character => character == '\n'));
    }

    [Fact]
    public async Task Address_IsTaken_IsSaid()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var (exitCode, error) = await RunAsync("ITFrame.Console.dll", $"--urls=http://{taken.LocalEndpoint}");

        Assert.Equal(1, exitCode);
        Assert.EndsWith($"Failed to bind to address http://{taken.LocalEndpoint}: address already in use.", error.TrimEnd(), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<(int ExitCode, string Error)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var error = process.StandardError.ReadToEndAsync(Cancellation);
            await process.StandardOutput.ReadToEndAsync(Cancellation);
            await process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
            return (process.ExitCode, await error);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
