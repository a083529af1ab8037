using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Xunit;

namespace ITFrame.Tests.LocalHosting;

/// <summary>An AppHost under test runs its own entry point, held where it builds and where it starts.</summary>
public sealed class EntryPointTest
{
    [Fact]
    public async Task CreateAsync_AppHost_CanBeChangedAndStartedByTheTest()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var entryPoint = Entry(nameof(MainOfAnAppHost));
        await using var builder = new TestingBuilder(await entryPoint.StartEntryPointAsync(cancellationToken), entryPoint);

        builder.AddShell("added", "exec sleep 60");
        await using var app = await builder.BuildAsync(cancellationToken);
        await app.StartAsync(cancellationToken);

        Assert.True(app.ResourceNotifications.TryGetCurrentState("added", out var added));
        Assert.Equal(KnownResourceStates.Running, added.Snapshot.State?.Text);
        Assert.True(app.ResourceNotifications.TryGetCurrentState("server", out var server));
        Assert.Equal("--Lab:Layout=2016", server.Snapshot.EnvironmentVariables.Single(variable => variable.Name == "ARGUMENT").Value);
        await app.StopAsync(cancellationToken);
    }

    [Fact]
    public async Task CreateAsync_AppHost_CanBeReadWithoutStartingIt()
    {
        var entryPoint = Entry(nameof(MainOfAnAppHost));
        await using var builder = new TestingBuilder(await entryPoint.StartEntryPointAsync(TestContext.Current.CancellationToken), entryPoint);

        Assert.Equal(["server"], builder.Resources.Select(resource => resource.Name));
    }

    [Fact]
    public async Task CreateAsync_EntryPointThatFails_GivesItsException()
    {
        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(() => Entry(nameof(MainThatFails)).StartEntryPointAsync(TestContext.Current.CancellationToken));

        Assert.Equal("no region", exception.Message);
    }

    [Fact]
    public async Task CreateAsync_EntryPointThatBuildsNothing_SaysSo()
        => await Assert.ThrowsAsync<InvalidOperationException>(() => Entry(nameof(MainThatBuildsNothing)).StartEntryPointAsync(TestContext.Current.CancellationToken));

    private static EntryPointInterceptor Entry(string method)
        => new(typeof(EntryPointTest).Assembly, typeof(EntryPointTest).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic), ["--Lab:Layout=2016"], (_, _) => { });

#pragma warning disable IDE0051 // Found by reflection, as an entry point is.
    private static void MainOfAnAppHost(string[] args)
    {
        var builder = DistributedApplication.CreateBuilder(args);
        builder.AddShell("server", "exec sleep 60").WithEnvironment("ARGUMENT", args[0]);
        builder.Build().Run();
    }

    private static void MainThatFails() => throw new DistributedApplicationException("no region");

    private static void MainThatBuildsNothing()
    {
    }
#pragma warning restore IDE0051
}
