using ITFrame.Api;
using ITFrame.Api.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ITFrame.Tests.Api;

/// <summary>A database that takes writes and never confirms them, as two of three members do without a third that bears data.</summary>
public sealed class WriteLimitTest : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddProblemDetails().AddLogging().BuildServiceProvider();
    private readonly TaskCompletionSource _confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WriteLimitMiddleware _middleware;
    private int _atTheDatabase;

    public WriteLimitTest() => _middleware = new WriteLimitMiddleware(
        context =>
        {
            if (context.Request.Method == "GET")
            {
                return Task.CompletedTask;
            }

            _atTheDatabase++;
            return _confirmed.Task;
        },
        Options.Create(new ApiOptions { ConcurrentWrites = 2 }),
        _time);

    public void Dispose()
    {
        _middleware.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task Invoke_NoneIsConfirmed_OthersWaitInVainAndReadsGoOn()
    {
        var (first, second, third, read) = (Request("POST"), Request("PUT"), Request("DELETE"), Request("GET"));
        Task[] under = [_middleware.InvokeAsync(first), _middleware.InvokeAsync(second)];
        var waiting = _middleware.InvokeAsync(third);

        await _middleware.InvokeAsync(read);
        Assert.Equal((2, false), (_atTheDatabase, waiting.IsCompleted));
        _time.Advance(WriteLimitMiddleware.Patience);
        await waiting;

        Assert.Equal((StatusCodes.Status503ServiceUnavailable, "1"), (third.Response.StatusCode, third.Response.Headers.RetryAfter.ToString()));
        Assert.Equal(2, _atTheDatabase);
        _confirmed.SetResult();
        await Task.WhenAll(under);
    }

    [Fact]
    public async Task Invoke_OneIsConfirmed_TheNextOneHasItsTurn()
    {
        Task[] under = [_middleware.InvokeAsync(Request("POST")), _middleware.InvokeAsync(Request("POST")), _middleware.InvokeAsync(Request("POST"))];

        _confirmed.SetResult();
        await Task.WhenAll(under);

        Assert.Equal(3, _atTheDatabase);
    }

    [Fact]
    public async Task Invoke_ClientGivesUpWaiting_TakesNoTurn()
    {
        Task[] under = [_middleware.InvokeAsync(Request("POST")), _middleware.InvokeAsync(Request("POST"))];
        using var gone = new CancellationTokenSource();
        var third = Request("POST");
        third.RequestAborted = gone.Token;
        var waiting = _middleware.InvokeAsync(third);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _confirmed.SetResult();
        await Task.WhenAll(under);
        Assert.Equal(2, _atTheDatabase);
    }

    private DefaultHttpContext Request(string method) => new() { RequestServices = _services, Request = { Method = method } };
}
