using ITFrame.Console.LabControl;
using ITFrame.Console.Resources;
using Xunit;

namespace ITFrame.Tests.Console;

public sealed class LabControlTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_ResourcesAndChanges_AreFollowed()
    {
        await using var control = await FakeLabControl.StartAsync();
        control.Set("api-london-1", "Running");
        control.Set("site-london", "Running", kind: "site");
        await using var console = await ConsoleHost.StartAsync(control.Settings);
        var store = console.Get<ResourceStore>();

        await Until(() => store.List().Count == 2);
        var resource = store.List()[1];
        Assert.Equal(["site-london", "api-london-1"], store.List().Select(item => item.Name));
        Assert.Equal(("api", "london", "Running", "Healthy", 4711), (resource.Kind, resource.Site, resource.State, resource.Health, resource.Pid));
        Assert.Equal("http://localhost:5001", Assert.Single(resource.Urls!).Url);
        Assert.Equal(["kill", "sink", "thaw"], resource.Commands!.Where(command => !command.IsHidden).Select(command => command.Name));
        Assert.Equal(["thaw"], resource.Commands!.Where(command => command.IsDisabled).Select(command => command.Name));
        Assert.Equal("Really sink it?", resource.Commands![1].Confirmation);

        control.Send("this is not JSON");
        control.Set("api-london-1", "Exited");

        await Until(() => store.List()[1].State == "Exited");
        Assert.Null(store.Problem);
    }

    [Fact]
    public async Task Watch_StreamEnds_IsTakenUpAgainAndForgetsWhatIsGone()
    {
        await using var control = await FakeLabControl.StartAsync();
        control.Set("api-london-1", "Running");
        control.Set("api-london-2", "Running");
        await using var console = await ConsoleHost.StartAsync(control.Settings);
        var store = console.Get<ResourceStore>();
        await Until(() => store.List().Count == 2);

        control.Forget("api-london-2");
        control.EndWatch();

        await Until(() => store.List().Count == 1 && store.Problem is null);
    }

    [Fact]
    public async Task Watch_NobodyThere_SaysSo()
    {
        await using var console = await ConsoleHost.StartAsync("--ITFRAME_CONTROL_URL=http://127.0.0.1:1");

        await Until(() => console.Get<ResourceStore>().Problem is not null);

        Assert.Contains("cannot be reached", console.Get<ResourceStore>().Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_WrongToken_SaysSo()
    {
        await using var control = await FakeLabControl.StartAsync();
        await using var console = await ConsoleHost.StartAsync($"--ITFRAME_CONTROL_URL={control.Url}", "--ITFRAME_CONTROL_TOKEN=wrong");

        await Until(() => console.Get<ResourceStore>().Problem is not null);

        Assert.Contains("refused the console's token", console.Get<ResourceStore>().Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_CommandThatFails_ThrowsWithItsReason()
    {
        await using var control = await FakeLabControl.StartAsync();
        await using var console = await ConsoleHost.StartAsync(control.Settings);
        var client = console.Get<LabControlClient>();

        await client.ExecuteAsync("site-london", "sink", Cancellation);
        var exception = await Assert.ThrowsAsync<LabControlException>(() => client.ExecuteAsync("api-london-1", "kill", Cancellation));

        Assert.Equal("The process is not running.", exception.Message);
        Assert.Equal(["site-london:sink", "api-london-1:kill"], control.Commands);
    }

    [Fact]
    public async Task FollowLogs_ManyLines_AreReadInOrder()
    {
        await using var control = await FakeLabControl.StartAsync();
        await using var console = await ConsoleHost.StartAsync(control.Settings);

        var lines = new List<LabLogLine>();
        await foreach (var line in console.Get<LabControlClient>().FollowLogsAsync("api-london-1", Cancellation))
        {
            lines.Add(line);
        }

        Assert.Equal(600, lines.Count);
        Assert.Equal(new LabLogLine(600, "api-london-1 says 600", IsError: true), lines[^1]);
    }

    private static async Task Until(Func<bool> condition)
    {
        var deadline = DateTime.UtcNow.AddSeconds(20);
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "The condition was not met within 20 s.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), Cancellation);
        }
    }
}
