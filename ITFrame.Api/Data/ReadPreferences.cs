using ITFrame.ServiceDefaults.Mongo;
using ITFrame.ServiceDefaults.Network;
using MongoDB.Driver;

namespace ITFrame.Api.Data;

/// <summary>Which members the hub reads from.</summary>
internal sealed class ReadPreferences(IConfiguration configuration)
{
    /// <summary>What the public sees: from the site's own member where it is fresh enough, so that reads go on without a primary.</summary>
    public ReadPreference Public { get; } = SiteReads.Nearest(configuration[Site.Variable]);

    /// <summary>What was just written and is read back: from the primary, but rather old than not at all.</summary>
    public ReadPreference Settings { get; } = ReadPreference.PrimaryPreferred;
}
