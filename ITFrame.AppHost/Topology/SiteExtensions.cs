using ITFrame.AppHost.Faults;
using ITFrame.AppHost.Network;
using ITFrame.AppHost.State;
using Microsoft.Extensions.DependencyInjection;

namespace ITFrame.AppHost.Topology;

internal static class SiteExtensions
{
    public static Dictionary<string, IResourceBuilder<SiteResource>> AddSites(this IDistributedApplicationBuilder builder, Lab lab)
        => lab.Options.SiteNames().ToDictionary(site => site, site => builder.AddSite(site));

    /// <summary>The sites that the layout has: one a region, and the witness's where it bears a vote.</summary>
    public static IEnumerable<string> SiteNames(this LabOptions options)
        => options.HasWitness()
            ? options.Regions.Select(region => region.Site).Append(options.Witness)
            : options.Regions.Select(region => region.Site);

    /// <summary>An even number of regions needs one more vote to break a tie; an odd number is a majority by itself.</summary>
    public static bool NeedsTieBreaker(this LabOptions options) => options.Regions.Count % 2 == 0;

    /// <summary>Whether a third, data-bearing site takes part.</summary>
    public static bool HasWitness(this LabOptions options) => options.Layout == LabLayout.Witness && options.NeedsTieBreaker();

    /// <summary>Puts a process into a site: it dies with the site, and reaches others through the site's WAN router.</summary>
    public static IResourceBuilder<T> InSite<T>(this IResourceBuilder<T> resource, Lab lab, Wan wan, string site)
        where T : IResourceWithEnvironment
    {
        resource
            .WithAnnotation(new SiteAnnotation(site))
            .WithParentRelationship(lab.Sites[site])
            .WithEnvironment("ITFRAME_SITE", site);
        return lab.IsPublished ? resource : resource.WithEnvironment("ITFRAME_WAN_PROXY", wan.ProxyOf(site));
    }

    private static IResourceBuilder<SiteResource> AddSite(this IDistributedApplicationBuilder builder, string site)
        => builder.AddResource(new SiteResource(site))
            .WithAnnotation(new KindAnnotation("site"))
            .WithAnnotation(new SiteAnnotation(site))
            .WithInitialState(new CustomResourceSnapshot { ResourceType = "Site", Properties = [], State = SiteStates.Up })
            .WithCommand(
                "sink",
                "Sink",
                context => context.ServiceProvider.GetRequiredService<SiteFaults>().SinkAsync(site, context.CancellationToken),
                new CommandOptions
                {
                    Description = "Kill every process of the site and cut its links.",
                    ConfirmationMessage = $"Kill everything in {site} and cut it off?",
                    IconName = "ArrowDownload",
                })
            .WithCommand(
                "raise",
                "Raise",
                context => context.ServiceProvider.GetRequiredService<SiteFaults>().RaiseAsync(site, context.CancellationToken),
                new CommandOptions { Description = "Restore the site's links and start its processes.", IconName = "ArrowUpload" });
}
