using MongoDB.Bson;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>Whether a test is meant for a deployment like this one: a replica set of some version, without authentication.</summary>
internal sealed class Requirements(Version server)
{
    private const string Topology = "replicaset";

    /// <summary>Why the test is not run here; null when it is.</summary>
    public string? ReasonToSkip(UnifiedTest test)
    {
        if (test.Definition.TryGetValue("skipReason", out var reason))
        {
            return "skipped by the test itself: " + reason;
        }

        foreach (var owner in (ReadOnlySpan<BsonDocument>)[test.Shared, test.Definition])
        {
            if (owner.TryGetValue("runOnRequirements", out var list) && !list.AsBsonArray.Any(requirement => IsMet(requirement.AsBsonDocument)))
            {
                return "runOnRequirements not met";
            }
        }

        return null;
    }

    private bool IsMet(BsonDocument requirement) => requirement.All(element => element.Name switch
    {
        "minServerVersion" => Compare(element.Value.AsString) >= 0,
        "maxServerVersion" => Compare(element.Value.AsString) <= 0,
        "topologies" => element.Value.AsBsonArray.Contains(Topology),
        "auth" => !element.Value.AsBoolean,
        "serverless" => element.Value.AsString != "require",
        _ => false,
    });

    // A version that is given in two parts leaves the third open.
    private int Compare(string version)
    {
        var wanted = Version.Parse(version);
        return wanted.Build < 0 ? new Version(server.Major, server.Minor).CompareTo(wanted) : server.CompareTo(wanted);
    }
}
