using System.Net;
using ITFrame.ServiceDefaults.Hosting;
using Xunit;

namespace ITFrame.Tests.Console;

public sealed class LoginTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/traces")]
    [InlineData("/logs")]
    [InlineData("/metrics")]
    [InlineData("/_blazor/negotiate")]
    [InlineData("/no-such-page")]
    [InlineData("/login")]
    [InlineData("/login?t=")]
    [InlineData("/login?t=wrong")]
    public async Task Get_WithoutTheRightToken_AnswersUnauthorizedAndSaysWhatToDo(string path)
    {
        await using var console = await ConsoleHost.StartAsync();
        using var client = Client(console);

        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("URL that the lab printed", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Get_WithTheRightToken_SetsTheCookieThatOpensThePages()
    {
        await using var console = await ConsoleHost.StartAsync();
        using var client = Client(console);

        using var login = await client.GetAsync(new Uri($"/login?t={ConsoleHost.Token}", UriKind.Relative), Cancellation);
        using var page = await client.GetAsync(new Uri("/", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.Redirect, login.StatusCode);
        Assert.Equal("/", login.Headers.Location!.OriginalString);
        var cookie = Assert.Single(login.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("No lab control is configured", await page.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/console.css")]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/_content/Microsoft.FluentUI.AspNetCore.Components/Microsoft.FluentUI.AspNetCore.Components.lib.module.js")]
    public async Task Get_HealthAndAssets_NeedNoLogin(string path)
    {
        await using var console = await ConsoleHost.StartAsync();
        using var client = Client(console);

        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("--urls=http://0.0.0.0:0")]
    [InlineData("--urls=http://*:8080")]
    [InlineData("--urls=https://localhost:8443")]
    public async Task Start_AddressBeyondLoopback_IsRefused(string setting)
    {
        var exception = await Assert.ThrowsAsync<ServiceConfigurationException>(() => ConsoleHost.StartAsync(setting));

        Assert.Contains("ASPNETCORE_URLS", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_RetentionOutOfRange_IsRefused()
        => await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => ConsoleHost.StartAsync("--Console:Retention:Spans=0"));

    private static HttpClient Client(ConsoleHost console)
        => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = console.Page };
}
