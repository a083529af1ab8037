using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CsCheck;
using Xunit;

namespace ITFrame.Tests.Api;

/// <summary>Every operation of the OpenAPI document, with input that nobody has thought of.</summary>
[Collection(HubCollection.Name)]
public sealed class OpenApiTest(HubFixture hub)
{
    private const int RequestsPerOperation = 10;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Operations_AnyInput_NeverFailAndAnswerAsDescribed()
    {
        var document = await hub.Api.CreateClient().GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancelled);
        var schemas = new JsonSchemaCheck(document);
        var station = $"g{Guid.NewGuid():N}";
        await hub.LogInAsync(station);
        var config = await HttpAssert.JsonAsync(
            HttpStatusCode.OK, await hub.Api.CreateClient().PostAsJsonAsync("/cast/config", new { username = station, token = HubFixture.CastToken }, Cancelled));
        var keys = config.GetProperty("internal");
        var service = hub.Api.CreateControlClient();
        service.Timeout = TimeSpan.FromSeconds(60);
        var acme = hub.CreateAcmeClient();
        var failures = new List<string>();
        var successes = new HashSet<string>();
        foreach (var (index, operation) in ApiOperation.Of(document).Index())
        {
            var input = new OperationInput(schemas, name => name switch
            {
                "username" or "user" => station,
                "key" when operation.Path.StartsWith("/dj/", StringComparison.Ordinal) => keys.GetProperty("dj").GetProperty("key").GetString(),
                "key" when operation.Path.StartsWith("/intern/", StringComparison.Ordinal) => HubFixture.GitLabToken,
                "key" => keys.GetProperty("statistics").GetProperty("key").GetString(),
                "token" when operation.Path.Contains("acme", StringComparison.Ordinal) => AcmeTest.Token,
                "keyAuthorization" => AcmeTest.KeyAuthorization,
                "token" => operation.Path == "/cast/config" ? HubFixture.CastToken : HubFixture.AppsToken,
                "resolution" => "hour",
                "start" or "since" => "2026-01-01",
                "end" => "2100",
                "page" => "1",
                "sortby" => "-song",
                "platform" => "iOS",
                _ => null,
            });
            var random = new PCG(1, (ulong)index);
            for (var count = 0; count < RequestsPerOperation; count++)
            {
                using var request = input.Create(operation, random);
                using var response = await (operation.Path.StartsWith("/internal/acme/", StringComparison.Ordinal) ? acme : service).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
                if (await JudgeAsync(operation, response, schemas) is { } failure)
                {
                    var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(Cancelled);
                    failures.Add($"{operation} {request.RequestUri} {body[..Math.Min(300, body.Length)]}: {failure}");
                }

                if (response.IsSuccessStatusCode)
                {
                    successes.Add(operation.ToString());
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(20)));
        // A generator whose input is always refused proves nothing.
        Assert.True(successes.Count > 40, $"Only {successes.Count} operations took any input.");
    }

    [Fact]
    public async Task HttpFile_HasEveryOperation()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "ITFrame.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        var calls = await File.ReadAllTextAsync(Path.Combine(root, "ITFrame.Api", "ITFrame.Api.http"), Cancelled);
        var document = await hub.Api.CreateClient().GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancelled);
        Assert.All(ApiOperation.Of(document), operation
            => Assert.Contains($"### {operation.Description.GetProperty("operationId").GetString()}\n{operation.Method} ", calls, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Control_StationOfSomebodyElse_IsForbiddenEverywhere()
    {
        var document = await hub.Api.CreateClient().GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancelled);
        var station = $"s{Guid.NewGuid():N}";
        await hub.LogInAsync(station);
        var stranger = await hub.LogInAsync($"s{Guid.NewGuid():N}");
        var operations = ApiOperation.Of(document)
            .Where(operation => operation.Path.StartsWith("/control/", StringComparison.Ordinal) && operation.Path.Contains("{username}", StringComparison.Ordinal))
            .ToList();
        Assert.True(operations.Count > 35);

        foreach (var operation in operations)
        {
            var path = operation.Path.Replace("{username}", station, StringComparison.Ordinal)
                .Replace("{id}", "57264d1a0000000000000000", StringComparison.Ordinal)
                .Replace("{song}", "57264d1a0000000000000000", StringComparison.Ordinal)
                .Replace("{sortby}", "song", StringComparison.Ordinal)
                .Replace("{page}", "1", StringComparison.Ordinal);
            using var request = new HttpRequestMessage(HttpMethod.Parse(operation.Method), path);
            if (operation.Description.TryGetProperty("requestBody", out var body))
            {
                // Routing looks at the media type before anybody looks at the caller.
                request.Content = body.GetProperty("content").TryGetProperty("multipart/form-data", out _) ? Forms.File("image", Forms.Png) : JsonContent.Create(new { });
            }

            using var response = await stranger.SendAsync(request, Cancelled);
            Assert.True(response.StatusCode == HttpStatusCode.Forbidden, $"{operation}: {(int)response.StatusCode}");
        }

        // The operations that are told the station in their body.
        await HttpAssert.ProblemAsync(
            HttpStatusCode.Forbidden,
            await stranger.PostAsJsonAsync("/control/apps", new { username = station, platform = "iOS", request = new { name = "x" } }, Cancelled));
        using var tune = Forms.Tune(station, "s.mp3");
        await HttpAssert.ProblemAsync(HttpStatusCode.Forbidden, await stranger.PostAsync("/control/cast/tunes/upload", tune, Cancelled));
        using var artwork = Forms.File("image", Forms.Png, station);
        await HttpAssert.ProblemAsync(HttpStatusCode.Forbidden, await stranger.PostAsync("/control/cast/tunes/update-artwork/57264d1a0000000000000000", artwork, Cancelled));
    }

    private static async Task<string?> JudgeAsync(ApiOperation operation, HttpResponseMessage response, JsonSchemaCheck schemas)
    {
        var status = (int)response.StatusCode;
        if (status >= 500 && status != 501)
        {
            return $"{status} {await response.Content.ReadAsStringAsync(Cancelled)}";
        }

        var media = response.Content.Headers.ContentType?.MediaType;
        if (media == "text/event-stream")
        {
            // It does not end.
            return null;
        }

        var text = await response.Content.ReadAsStringAsync(Cancelled);
        if (status >= 400)
        {
            return media == "application/problem+json" ? null : $"{status} is {media}, not problem details";
        }

        if (!operation.Description.GetProperty("responses").TryGetProperty($"{status}", out var described))
        {
            return $"{status} is not described";
        }

        if (text.Length == 0 || media != "application/json")
        {
            return null;
        }

        return described.TryGetProperty("content", out var content) && content.TryGetProperty("application/json", out var json)
            ? schemas.Check(json.GetProperty("schema"), JsonDocument.Parse(text).RootElement)
            : $"the body of {status} is not described";
    }
}
