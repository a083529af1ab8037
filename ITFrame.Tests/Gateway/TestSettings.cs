using ITFrame.Gateway.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace ITFrame.Tests.Gateway;

internal static class TestSettings
{
    public static GatewaySettings Create(GatewayOptions options)
        => new(options, new ConfigurationBuilder().Build(), NullLogger<GatewaySettings>.Instance);
}
