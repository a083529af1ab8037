using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ITFrame.Tests.Gateway;
using ITFrame.Tests.Support;
using Xunit;

namespace ITFrame.Tests.Lab;

/// <summary>
/// Uses every secret of a lab, rightly and wrongly and while something fails, and looks for them where they must not be. Telemetry is
/// looked through from the lab's start, so that what other tests of the lab do counts too.
/// </summary>
[Collection(LabCollection.Name)]
public sealed partial class SecretsTests(LabFixture lab)
{
    private const string PrivateKey = "PRIVATE KEY-----";
    private const string Password = "a password of the tests that is nowhere else";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secrets_UsedInEveryWay_AreInNoLogTraceOrFile()
    {
        await lab.MendAsync(Cancelled);
        var secrets = (await lab.SecretsAsync(Cancelled)).ToDictionary();
        Assert.Superset(new HashSet<string> { "api-control-token", "demo-station-key", "control-token", "console-token", "wan-token" }, secrets.Keys.ToHashSet());
        Assert.All(secrets, secret => Assert.True(secret.Value.Length >= 16, $"{secret.Key} is too short to be looked for."));
        secrets["user's password"] = Password;
        // What shows that a text is found where there is one: a station's name is no secret, and is in paths.
        var canary = $"canary-{Guid.NewGuid():N}";
        lab.Telemetry.LookFor("user's password", Password);
        lab.Telemetry.LookFor("user's password, encoded", JsonEncodedText.Encode(Password).ToString());
        lab.Telemetry.LookFor("canary", canary);
        lab.Telemetry.LookFor("a private key", PrivateKey);

        var token = await UseAsync(canary);
        secrets["user's token"] = token;

        // Everything that this test has caused comes before the canary's last span.
        await Eventually.TrueAsync(() => lab.Telemetry.Findings.ContainsKey(("canary", "trace")), TimeSpan.FromSeconds(30), Cancelled);
        await Eventually.TrueAsync(() => lab.Telemetry.Messages.Count == 3, TimeSpan.FromSeconds(30), Cancelled);
        Assert.Equal(["logs", "metrics", "trace"], lab.Telemetry.Messages.Keys.Order());
        Assert.Empty(lab.Telemetry.Findings.Keys.Where(finding => finding.Name != "canary").Select(finding => $"{finding.Name} is in the {finding.Signal}"));

        foreach (var resource in await lab.ResourcesAsync(Cancelled))
        {
            var name = resource.GetProperty("name").GetString()!;
            AssertNone($"the log of {name}", string.Join('\n', await lab.LogAsync(name)), new Dictionary<string, string>(secrets) { ["a private key"] = PrivateKey });
        }

        Assert.Contains("The database has its indexes and seed.", string.Join('\n', await lab.LogAsync("api-london-1")), StringComparison.Ordinal);
        await ScanFilesAsync(secrets);
    }

    [Fact]
    public async Task StateFile_HasTheSecrets_OnlyItsOwnerReadsIt()
    {
        var secrets = await lab.SecretsAsync(Cancelled);
        var state = Assert.Single(lab.Files, file => Path.GetFileName(file) == "lab.json");
        Assert.Contains(secrets["api-control-token"], await File.ReadAllTextAsync(state, Cancelled), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(state));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(state)!));
        }
    }

    [Fact]
    public async Task Deploy_CheckedIn_HasNoSecret()
    {
        var secrets = new Dictionary<string, string>(await lab.SecretsAsync(Cancelled)) { ["a private key"] = PrivateKey };
        var files = Directory.GetFiles(Path.Combine(GatewayLab.ContentRoot, "..", "deploy"), "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var text = await File.ReadAllTextAsync(file, Cancelled);
            AssertNone(file, text, secrets);
            Assert.False(Token().IsMatch(text), $"What looks like a token is in {file}.");
        }
    }

    /// <summary>As the lab's tokens are, and many others; digests of images are no secrets.</summary>
    [GeneratedRegex("(?<!sha256:)\\b[0-9a-fA-F]{32,}\\b")]
    private static partial Regex Token();

    /// <summary>Returns the token of a user who has logged in.</summary>
    private async Task<string> UseAsync(string canary)
    {
        using var london = lab.Gateway("london");
        using var control = lab.Gateway("frankfurt");
        control.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", lab.State.GetProperty("apiControlToken").GetString());
        var email = $"{Guid.NewGuid():N}@example.test";

        // As it is meant to be, and in ways that are refused: a body that is none, a station that is none, a token in the query.
        await StatusAsync(london.PostAsJsonAsync($"cast/statistics/demo/{lab.DemoKey}/store-song", new { title = "T", artist = "A" }, Cancelled), HttpStatusCode.NoContent);
        await StatusAsync(london.PostAsJsonAsync($"cast/statistics/demo/{lab.DemoKey}/store-song", new { title = 1 }, Cancelled), HttpStatusCode.BadRequest);
        await StatusAsync(london.PostAsJsonAsync($"cast/statistics/{canary}/{lab.DemoKey}/store-song", new { title = "T" }, Cancelled), HttpStatusCode.NotFound);
        await StatusAsync(control.PutAsJsonAsync($"control/users/{email}", new { password = Password, firstName = "Ada", products = Array.Empty<object>() }, Cancelled), HttpStatusCode.OK);
        await StatusAsync(control.GetAsync($"control/player/settings/demo?token={lab.State.GetProperty("apiControlToken").GetString()}", Cancelled));
        using var answer = await london.PostAsJsonAsync("authenticate", new { email, password = Password }, Cancelled);
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("token").GetString()!;
        lab.Telemetry.LookFor("user's token", token);
        london.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await StatusAsync(london.GetAsync("control/user-info", Cancelled), HttpStatusCode.OK);
        await StatusAsync(london.PostAsJsonAsync("authenticate", new { email, password = Password + "!" }, Cancelled), HttpStatusCode.Unauthorized);

        // While attempts fail: what is logged then has addresses, messages and exceptions in it.
        await lab.CommandAsync("api-london-1", "kill", Cancelled);
        await lab.CommandAsync("api-london-2", "kill", Cancelled);
        await StatusAsync(london.PutAsJsonAsync($"dj/demo/{lab.DemoKey}/queue", Array.Empty<object>(), Cancelled));
        await StatusAsync(london.PostAsJsonAsync($"cast/statistics/demo/{lab.DemoKey}/store-song", new { title = "T2", artist = "A" }, Cancelled), HttpStatusCode.NoContent);
        await lab.CommandAsync("api-london-1", "resource-start", Cancelled);
        await lab.CommandAsync("api-london-2", "resource-start", Cancelled);
        await lab.WaitUntilHealthyAsync(Cancelled);
        await StatusAsync(london.GetAsync($"player/{canary}", Cancelled), HttpStatusCode.NotFound);
        return token;
    }

    private async Task ScanFilesAsync(IReadOnlyDictionary<string, string> secrets)
    {
        var scanned = 0;
        // The one is for secrets, the other is empty and open for its member alone.
        foreach (var path in lab.Files.Where(path => Path.GetFileName(path) is not ("lab.json" or "member.lock")))
        {
            // Members write on while this reads.
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, Cancelled);
            AssertNone(path, Encoding.Latin1.GetString(bytes.GetBuffer(), 0, (int)bytes.Length), secrets);
            scanned++;
        }

        Assert.True(scanned > 3, "The members' data was not found.");
    }

    private static void AssertNone(string where, string text, IReadOnlyDictionary<string, string> secrets)
    {
        foreach (var (name, secret) in secrets)
        {
            // Not Assert.DoesNotContain, whose message would put the secret into the log of the tests.
            Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{name} is in {where}.");
        }
    }

    private static async Task StatusAsync(Task<HttpResponseMessage> request, params HttpStatusCode[] expected)
    {
        using var response = await request;
        Assert.True(expected.Length == 0 || expected.Contains(response.StatusCode), $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(Cancelled)}");
    }
}
