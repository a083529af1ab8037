using ITFrame.Drills.Clients;
using ITFrame.Drills.Lab;
using Xunit;

namespace ITFrame.Tests.Drills;

public sealed class LabTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("itframe-drills-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void FindRoot_FolderBelowTheSolution_ReturnsTheSolutionsFolder()
    {
        File.WriteAllText(Path.Combine(_folder, LabStateFile.SolutionFile), "");
        var below = Directory.CreateDirectory(Path.Combine(_folder, "a", "b")).FullName;

        Assert.Equal(_folder, LabStateFile.FindRoot(below));
    }

    [Fact]
    public void Read_NoFile_ReturnsNull()
        => Assert.Null(LabStateFile.Read(Path.Combine(_folder, "lab.json")));

    [Fact]
    public void Read_LabState_ReturnsWhatADrillNeeds()
    {
        var state = LabStateFile.Read(Write("""
            {
              "processId": 42, "startedAt": "2026-01-01T00:00:00Z", "layout": "witness",
              "controlUrl": "http://localhost:8079", "controlToken": "t", "consoleUrl": "http://localhost:8080/login?t=x",
              "regions": [{ "site": "london", "gatewayUrl": "http://localhost:8081", "wanHost": "gateway.london.itframe.test", "wanPort": 80 }],
              "internetProxy": "socks5://127.0.0.1:1080", "members": [], "demo": { "username": "demo", "key": "k" }, "apiControlToken": "c"
            }
            """))!;

        Assert.Equal(42, state.ProcessId);
        Assert.Equal(1080, state.InternetProxy!.Port);
        Assert.Equal(("london", 80), (state.Regions[0].Site, state.Regions[0].WanPort));
        Assert.Equal("k", state.Demo.Key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("null")]
    public void Read_NoLabState_SaysWhichFile(string content)
    {
        var path = Write(content);

        Assert.Contains(path, Assert.Throws<LabException>(() => LabStateFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Running", "Healthy", "api", true)]
    [InlineData("Running", null, "wan", true)]
    [InlineData("Running", "Unhealthy", "api", false)]
    [InlineData("Exited", null, "member", false)]
    [InlineData("Sunk", null, "site", false)]
    [InlineData(null, null, "other", true)]
    public void IsReady_StateAndHealth_Decide(string? state, string? health, string kind, bool ready)
        => Assert.Equal(ready, new LabResource("x", kind, null, state, health).IsReady);

    [Theory]
    [InlineData("""<?limit=10&before=1-2>; rel="next" """, "?limit=10&before=1-2")]
    [InlineData("""<http://gateway/songs?before=1>; rel="next" """, "?before=1")]
    [InlineData("""<?before=1>; rel="prev" """, null)]
    [InlineData(null, null)]
    public void NextPage_LinkHeader_ReturnsItsQuery(string? link, string? query)
        => Assert.Equal(query, GatewayReadBack.NextPage(link));

    private string Write(string content)
    {
        var path = Path.Combine(_folder, "lab.json");
        File.WriteAllText(path, content);
        return path;
    }
}
