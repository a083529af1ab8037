using System.Text.RegularExpressions;
using ITFrame.Tests.Gateway;
using Xunit;

namespace ITFrame.Tests;

public sealed partial class DocumentationTests
{
    private static string Root { get; } = Path.Combine(GatewayLab.ContentRoot, "..");

    [Fact]
    public async Task Security_TestsThatAreNamed_Exist()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Root, "docs", "security.md"), TestContext.Current.CancellationToken);
        var named = TestName().Matches(text).Select(match => match.Groups["name"].Value).Distinct().ToList();
        var tests = typeof(DocumentationTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods().Where(method => method.IsDefined(typeof(FactAttribute), inherit: true)).Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet();

        Assert.True(named.Count > 40, "The names were not found.");
        Assert.Empty(named.Except(tests));
    }

    [GeneratedRegex(@"`(?<name>\w+Tests?\.\w+)`")]
    private static partial Regex TestName();
}
