using System.Globalization;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Configuration.ClusterValidators;

namespace ITFrame.Gateway.Health;

/// <summary>The thresholds of active checks in a cluster's metadata.</summary>
internal sealed class ThresholdMetadata : IClusterValidator
{
    /// <summary>A threshold of 1 and up; null if it is none.</summary>
    public static int? Parse(string value)
        => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var threshold) && threshold > 0 ? threshold : null;

    public ValueTask ValidateAsync(ClusterConfig cluster, IList<Exception> errors)
    {
        foreach (var name in new[] { ActiveThresholdsPolicy.UnhealthyMetadata, ActiveThresholdsPolicy.HealthyMetadata })
        {
            if (cluster.Metadata?.TryGetValue(name, out var value) == true && Parse(value) is null)
            {
                errors.Add(new ArgumentException($"Clusters:{cluster.ClusterId}:Metadata:{name}: '{value}' is not a number of checks, 1 or more."));
            }
        }

        return ValueTask.CompletedTask;
    }
}
