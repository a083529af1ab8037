using ITFrame.ServiceDefaults.Hosting;

namespace ITFrame.Gateway.Configuration;

internal static class GatewayConfigurationExtensions
{
    /// <exception cref="ServiceConfigurationException">A value is missing or out of its range.</exception>
    public static GatewayOptions AddGatewayOptions(this WebApplicationBuilder builder)
    {
        var options = GatewaySettings.Read(builder.Configuration);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(options.Tls);
        builder.Services.AddSingleton<GatewaySettings>();
        return options;
    }

    /// <summary>Maps YARP's routes, which loads and checks its configuration.</summary>
    /// <exception cref="ServiceConfigurationException">YARP refuses the configuration.</exception>
    public static void MapGateway(this WebApplication app, Action<IReverseProxyApplicationBuilder> pipeline)
    {
        try
        {
            app.MapReverseProxy(pipeline);
        }
        catch (InvalidOperationException exception) when (exception.InnerException is not null)
        {
            var causes = exception.InnerException is AggregateException aggregate
                ? aggregate.Flatten().InnerExceptions
                : (IEnumerable<Exception>)[exception.InnerException];
            throw new ServiceConfigurationException(
                string.Join(Environment.NewLine, causes.Select(cause => $"{ProxyConfigurationValidator.Section}: {cause.Message}")), exception);
        }
    }
}
