using System.Globalization;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Tests.Gateway;

internal static class TestDestinations
{
    public static DestinationState Create(
        string id, int? tier = null, DestinationHealth active = DestinationHealth.Unknown, DestinationHealth passive = DestinationHealth.Unknown)
    {
        var metadata = tier is null ? null : new Dictionary<string, string> { ["Tier"] = tier.Value.ToString(CultureInfo.InvariantCulture) };
        var config = new DestinationConfig { Address = $"http://{id}.itframe.test", Metadata = metadata };
        return new DestinationState(id, new DestinationModel(config)) { Health = { Active = active, Passive = passive } };
    }
}
