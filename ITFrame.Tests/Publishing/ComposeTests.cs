using System.Text.RegularExpressions;
using Xunit;

namespace ITFrame.Tests.Publishing;

/// <summary>The Compose projects fit together: with themselves, with each other, and with what containers may do.</summary>
[Collection(PublishingCollection.Name)]
public sealed partial class ComposeTests(PublishedFiles published)
{
    /// <summary>Containers that run to an end, or that nobody waits for.</summary>
    private static readonly string[] WithoutHealth = ["mongo-init", "certbot", "rotate", "backup"];

    /// <summary>Folders that the operator makes, and the script certificates.</summary>
    private static readonly string[] OperatorsFolders = ["./tls/", "./acme-state", "./backups"];

    private static readonly string[] Secrets = ["TOKEN", "PASSWORD", "KEY"];

    private readonly IReadOnlyList<ComposeSiteFiles> _sites = ComposeSiteFiles.Read(published);

    [Fact]
    public void Sites_AreThoseOfTheModel()
    {
        Assert.Equal(["amsterdam", "frankfurt", "london"], _sites.Select(site => site.Site).Order());
        Assert.Equal(["backup", "mongo", "rotate"], _sites.Single(site => site.Site == "amsterdam").Services.Select(service => service.Name).Order());
        Assert.Equal(["api-1", "api-2", "backup", "certbot", "gateway", "mongo", "rotate"], _sites.Single(site => site.Site == "frankfurt").Services.Select(service => service.Name).Order());
        // One initiates the set, once.
        Assert.Equal(["london"], _sites.Where(site => site.Services.Any(service => service.Name == "mongo-init")).Select(site => site.Site));
    }

    [Fact]
    public void Containers_MayDoLittle() => ForAll((_, _, service) =>
    {
        Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", (string)service["user"]);
        Assert.Equal("true", service["read_only"]);
        Assert.Equal(["ALL"], ComposeSiteFiles.List(service, "cap_drop"));
        Assert.Equal(["no-new-privileges:true"], ComposeSiteFiles.List(service, "security_opt"));
        Assert.False(service.ContainsKey("privileged") || service.ContainsKey("cap_add") || service.ContainsKey("network_mode"));
    });

    [Fact]
    public void Images_HaveVersions_OrHaveToBeNamed() => ForAll((_, _, service) =>
    {
        var image = (string)service["image"];
        Assert.DoesNotContain("latest", image, StringComparison.Ordinal);
        Assert.Matches(@"^\$\{ITFRAME_[A-Z_]+_IMAGE:(\?.+|-[a-z0-9./-]+:[A-Za-z0-9._-]+)\}$", image);
    });

    [Fact]
    public void LongRunningServices_AreChecked_AndRestarted()
    {
        foreach (var (_, name, service) in All().Where(item => !WithoutHealth.Contains(item.Name) && item.Site.Services.Any(own => own.Name == item.Name)))
        {
            Assert.True(service.ContainsKey("healthcheck"), name);
            Assert.Equal("unless-stopped", service["restart"]);
            Assert.True(service.ContainsKey("mem_limit") && service.ContainsKey("pids_limit") && service.ContainsKey("stop_grace_period"), name);
        }
    }

    [Fact]
    public void References_AreThere()
    {
        var folders = CertificateRow().Matches(published.All["compose/certificates"]).Select(row => $"{row.Groups[1].Value}/{row.Groups[2].Value}").ToHashSet();
        ForAll((site, name, service) =>
        {
            var names = site.Services.Select(other => other.Name).ToHashSet();
            if (service.TryGetValue("depends_on", out var dependencies))
            {
                foreach (var (other, condition) in (Dictionary<object, object>)dependencies)
                {
                    var needed = site.Services.Single(candidate => candidate.Name == (string)other).Service;
                    Assert.Equal("service_healthy", ((Dictionary<object, object>)condition)["condition"]);
                    Assert.True(needed.ContainsKey("healthcheck"), $"{name} waits for {other}, which is never healthy");
                }
            }

            foreach (var network in ((Dictionary<object, object>)service["networks"]).Keys)
            {
                Assert.Contains(network, ((Dictionary<object, object>)site.Project["networks"]).Keys);
            }

            foreach (var source in ComposeSiteFiles.List(service, "volumes").Select(volume => volume.Split(':')[0]))
            {
                if (!source.StartsWith('.'))
                {
                    Assert.Contains(source, ((Dictionary<object, object>)site.Project["volumes"]).Keys);
                }
                else if (source.StartsWith("./tls/", StringComparison.Ordinal))
                {
                    Assert.Contains($"{site.Site}/{source.Split('/')[2]}", folders);
                }
                else if (!OperatorsFolders.Any(folder => source.StartsWith(folder, StringComparison.Ordinal)))
                {
                    Assert.Contains(site.Files.Keys, file => file.StartsWith(source[2..], StringComparison.Ordinal));
                }
            }
        });
    }

    [Fact]
    public void Variables_AreExplained_AndExplainedOnesAreUsed()
    {
        foreach (var site in _sites)
        {
            var used = ComposeSiteFiles.Variable().Matches(site.Files["compose.yaml"] + site.Files["compose.telemetry.yaml"]).Select(match => match.Groups[1].Value).ToHashSet();
            var explained = Explained().Matches(site.Example).Select(match => match.Groups[1].Value).Where(name => !name.StartsWith("COMPOSE_", StringComparison.Ordinal)).ToHashSet();
            Assert.Equal(used.Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Secrets_AreInNoFile_AndMissingOnesEndTheStart()
    {
        foreach (var site in _sites)
        {
            foreach (var line in site.Example.Split('\n').Where(line => Secrets.Any(secret => line.Split('=')[0].Contains(secret, StringComparison.Ordinal)) && line.Contains('=', StringComparison.Ordinal) && !line.StartsWith("# ", StringComparison.Ordinal)))
            {
                Assert.EndsWith("=", line, StringComparison.Ordinal);
                var name = line[..^1];
                Assert.All(
                    ComposeSiteFiles.Variable().Matches(site.Files["compose.yaml"] + site.Files["compose.telemetry.yaml"]).Where(match => match.Groups[1].Value == name),
                    match => Assert.Contains(":?", match.Value, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Names_LeadToAPortThatSomebodyListensOn()
    {
        var seen = 0;
        foreach (var (site, name, service) in All())
        {
            var texts = ComposeSiteFiles.Map(service, "environment").Values.Concat(ComposeSiteFiles.List(service, "command")).Concat(ComposeSiteFiles.List(service, "entrypoint"));
            foreach (Match called in texts.SelectMany(text => HostAndPort().Matches(ComposeSiteFiles.Filled(text))))
            {
                var (host, port) = (called.Groups[1].Value, called.Groups[2].Value);
                var other = host.Split('.')[1];
                if (other == site.Site)
                {
                    // In the site's own network, at the port in the container.
                    var target = site.Services.Single(candidate => ComposeSiteFiles.Aliases(candidate.Service).Select(ComposeSiteFiles.Filled).Contains(host));
                    Assert.True(ListensOn(target.Service, port), $"{site.Site}/{name} calls {host}:{port}");
                }
                else
                {
                    // At the other site's address, at a port that it publishes.
                    Assert.Contains($"{host}:ITFRAME_{other.ToUpperInvariant()}_ADDRESS", ComposeSiteFiles.List(service, "extra_hosts").Select(ComposeSiteFiles.Filled));
                    var publisher = _sites.Single(candidate => candidate.Site == other);
                    Assert.Contains(publisher.Services, candidate => ComposeSiteFiles.Aliases(candidate.Service).Select(ComposeSiteFiles.Filled).Contains(host)
                        && ComposeSiteFiles.List(candidate.Service, "ports").Any(published => ComposeSiteFiles.Filled(published).Split(':')[1] == port));
                }

                seen++;
            }
        }

        Assert.InRange(seen, 30, 300);
    }

    [Fact]
    public void PublishedPorts_AreThoseThatOthersCall()
    {
        foreach (var site in _sites)
        {
            var ports = site.Services.SelectMany(service => ComposeSiteFiles.List(service.Service, "ports").Select(port => $"{service.Name} {ComposeSiteFiles.Filled(port)}")).Order(StringComparer.Ordinal);
            string[] member = ["mongo ITFRAME_BIND_ADDRESS:27017:27017"];
            string[] gateway = ["gateway ITFRAME_BIND_ADDRESS:443:10443", "gateway ITFRAME_BIND_ADDRESS:8080:8080", "gateway ITFRAME_BIND_ADDRESS:80:10080"];
            Assert.Equal(site.Site == "amsterdam" ? member : [.. gateway, .. member], ports);
        }
    }

    private static bool ListensOn(Dictionary<object, object> service, string port)
        => ComposeSiteFiles.Map(service, "environment").GetValueOrDefault("ASPNETCORE_URLS", "").Split(';').Any(url => url.EndsWith($":{port}", StringComparison.Ordinal))
            || ComposeSiteFiles.List(service, "command").SkipWhile(word => word != "--port").ElementAtOrDefault(1) == port;

    private IEnumerable<(ComposeSiteFiles Site, string Name, Dictionary<object, object> Service)> All()
        => _sites.SelectMany(site => site.Services.Concat(site.Added).Select(service => (site, service.Name, service.Service)));

    private void ForAll(Action<ComposeSiteFiles, string, Dictionary<object, object>> check) => Assert.All(All(), item => check(item.Site, item.Name, item.Service));

    [GeneratedRegex(@"^ {4}(\w+) ([\w-]+) \w+ \d+ \S+ \S+$", RegexOptions.Multiline)]
    private static partial Regex CertificateRow();

    [GeneratedRegex(@"^#?([A-Z_]+)=", RegexOptions.Multiline)]
    private static partial Regex Explained();

    [GeneratedRegex(@"((?:[a-z0-9-]+)\.(?:london|frankfurt|amsterdam)\.itframe\.example):(\d+)")]
    private static partial Regex HostAndPort();
}
