using Xunit;

namespace ITFrame.Tests.Drills;

/// <summary>Polls for something that another thread brings about.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, TestContext.Current.CancellationToken);
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, "The condition did not come true within 30 s.");
            await Task.Delay(10, either.Token);
        }
    }
}
