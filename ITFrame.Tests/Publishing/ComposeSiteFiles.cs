using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace ITFrame.Tests.Publishing;

/// <summary>A site's Compose files, parsed.</summary>
internal sealed partial class ComposeSiteFiles
{
    private static readonly IDeserializer Deserializer = new DeserializerBuilder().Build();

    private ComposeSiteFiles(string site, IReadOnlyDictionary<string, string> files)
    {
        Site = site;
        Files = files;
        Project = Parse(files["compose.yaml"]);
        Telemetry = Parse(files["compose.telemetry.yaml"]);
        Example = files[".env.example"];
    }

    public string Site { get; }

    /// <summary>The site's files by path below its folder.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    public IReadOnlyDictionary<string, object> Project { get; }

    public IReadOnlyDictionary<string, object> Telemetry { get; }

    public string Example { get; }

    public IEnumerable<(string Name, Dictionary<object, object> Service)> Services => Of(Project);

    /// <summary>What <c>compose.telemetry.yaml</c> adds as services of its own.</summary>
    public IEnumerable<(string Name, Dictionary<object, object> Service)> Added => Of(Telemetry).Where(service => service.Service.ContainsKey("image"));

    public static IReadOnlyList<ComposeSiteFiles> Read(PublishedFiles published)
        => [.. published.All.Keys
            .Where(path => path.EndsWith("/compose.yaml", StringComparison.Ordinal))
            .Select(path => path.Split('/')[1])
            .Select(site => new ComposeSiteFiles(site, published.All.Where(file => file.Key.StartsWith($"compose/{site}/", StringComparison.Ordinal))
                .ToDictionary(file => file.Key[$"compose/{site}/".Length..], file => file.Value)))];

    public static IReadOnlyList<string> List(Dictionary<object, object> service, string key)
        => service.TryGetValue(key, out var value) ? [.. ((List<object>)value).Select(item => (string)item)] : [];

    public static IReadOnlyDictionary<string, string> Map(Dictionary<object, object> service, string key)
        => service.TryGetValue(key, out var value) ? ((Dictionary<object, object>)value).ToDictionary(item => (string)item.Key, item => item.Value as string ?? "") : new Dictionary<string, string>();

    /// <summary>The names by which a service is known in the site's network, beside its own.</summary>
    public static IReadOnlyList<string> Aliases(Dictionary<object, object> service)
        => List((Dictionary<object, object>)((Dictionary<object, object>)service["networks"])["site"], "aliases");

    /// <summary>With the domain filled in, and other variables by their names.</summary>
    public static string Filled(string text) => Variable().Replace(text, match => match.Groups[1].Value == "ITFRAME_DOMAIN" ? "itframe.example" : match.Groups[1].Value);

    [GeneratedRegex(@"(?<!\$)\$\{([A-Z_]+)(?::[?-][^}]*)?\}")]
    public static partial Regex Variable();

    private static Dictionary<string, object> Parse(string yaml) => Deserializer.Deserialize<Dictionary<string, object>>(yaml);

    private static IEnumerable<(string Name, Dictionary<object, object> Service)> Of(IReadOnlyDictionary<string, object> project)
        => ((Dictionary<object, object>)project["services"]).Select(service => ((string)service.Key, (Dictionary<object, object>)service.Value));
}
