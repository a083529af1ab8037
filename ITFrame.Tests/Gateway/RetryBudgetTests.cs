using ITFrame.Gateway.Retries;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ITFrame.Tests.Gateway;

public sealed class RetryBudgetTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void TryTake_NoRequests_TheMinimumOfTheWindow()
    {
        var budget = Create(ratio: 0.2, minimum: 3);

        Assert.Equal(30, Taken(budget));
    }

    [Fact]
    public void TryTake_ManyRequests_AShareOfThem()
    {
        var budget = Create(ratio: 0.2, minimum: 0);
        Request(budget, 1000);

        Assert.Equal(200, Taken(budget));
    }

    [Fact]
    public void TryTake_WindowHasPassed_IsFullAgain()
    {
        var budget = Create(ratio: 0.2, minimum: 0);
        Request(budget, 100);
        Assert.Equal(20, Taken(budget));

        _clock.Advance(TimeSpan.FromSeconds(5));
        Request(budget, 100);
        Assert.Equal(20, Taken(budget));

        // The first hundred and their retries have left the window.
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(0, Taken(budget));
        Request(budget, 50);
        Assert.Equal(10, Taken(budget));

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, Taken(budget));
    }

    private RetryBudget Create(double ratio, int minimum)
        => new(TestSettings.Create(new() { Retries = new() { BudgetRatio = ratio, BudgetMinimumPerSecond = minimum } }), _clock);

    private static void Request(RetryBudget budget, int count)
    {
        for (var i = 0; i < count; i++)
        {
            budget.RecordRequest();
        }
    }

    private static int Taken(RetryBudget budget)
    {
        var taken = 0;
        while (budget.TryTake())
        {
            taken++;
        }

        return taken;
    }
}
