using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace ITFrame.AppHost.Topology;

/// <summary>Reads and checks section <c>Lab</c>; every complaint names the setting's path.</summary>
internal static partial class LabOptionsReader
{
    /// <exception cref="DistributedApplicationException">A setting has a value that the lab cannot run with.</exception>
    public static LabOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(LabOptions.Section);
        // "2016" is what people call the layout, but no name that an enum can have.
        if (section["Layout"] == "2016")
        {
            section["Layout"] = nameof(LabLayout.Arbiter2016);
        }

        var options = Bind(section);
        Check(options);
        return options;
    }

    private static LabOptions Bind(IConfigurationSection section)
    {
        try
        {
            return section.Get<LabOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new LabOptions();
        }
        catch (InvalidOperationException exception)
        {
            throw new DistributedApplicationException($"Section {LabOptions.Section}: {exception.Message} {exception.InnerException?.Message}".TrimEnd(), exception);
        }
    }

    private static void Check(LabOptions options)
    {
        // A number binds to an enum whether or not it names a value.
        Require(Enum.IsDefined(options.Layout), "Lab:Layout", "must be witness or 2016");
        Require(Enum.IsDefined(options.Mongo), "Lab:Mongo", "must be auto, mongod or embedded");
        Require(Enum.IsDefined(options.Tls), "Lab:Tls", "must be on or off");
        Require(options.Regions.Count > 0, "Lab:Regions", "names no region");
        Require(options.Regions.Count <= 7, "Lab:Regions", "has more than 7 regions, the most votes that a replica set has");
        for (var i = 0; i < options.Regions.Count; i++)
        {
            CheckSite(options.Regions[i].Site, $"Lab:Regions:{i}:Site");
            Require(options.Regions[i].Replicas is >= 1 and <= 9, $"Lab:Regions:{i}:Replicas", "must be 1 to 9");
        }

        CheckSite(options.Witness, "Lab:Witness");
        var sites = options.Regions.Select(region => region.Site).Append(options.Witness).ToList();
        Require(sites.Distinct().Count() == sites.Count, "Lab:Regions", "names a site twice, or the witness's");

        for (var i = 0; i < options.Links.Count; i++)
        {
            var link = options.Links[i];
            foreach (var site in new[] { link.A, link.B })
            {
                Require(sites.Contains(site) || site == Sites.Internet, $"Lab:Links:{i}", $"names an unknown site '{site}'");
            }
        }
    }

    private static void CheckSite(string? site, string path)
    {
        Require(site is not null && SiteName().IsMatch(site), path, $"'{site}' must be 1 to 20 lower-case letters and digits, starting with a letter");
        Require(site != Sites.Internet, path, $"'{site}' is where clients live");
    }

    private static void Require(bool condition, string path, string complaint)
    {
        if (!condition)
        {
            throw new DistributedApplicationException($"{path} {complaint}.");
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9]{0,19}$")]
    private static partial Regex SiteName();
}
