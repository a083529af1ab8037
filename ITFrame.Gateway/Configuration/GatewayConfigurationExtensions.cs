namespace ITFrame.Gateway.Configuration;

internal static class GatewayConfigurationExtensions
{
    /// <exception cref="GatewayConfigurationException">A value is missing or out of its range.</exception>
    public static void AddGatewayOptions(this WebApplicationBuilder builder)
    {
        var options = Read(builder.Configuration);
        var errors = options.Validate().Concat(ProxyConfigurationValidator.Validate(builder.Configuration, options)).ToList();
        if (errors.Count > 0)
        {
            throw new GatewayConfigurationException(string.Join(Environment.NewLine, errors));
        }

        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(options.Retries);
        builder.Services.AddSingleton(options.Forwarding);
    }

    /// <summary>Maps YARP's routes, which loads and checks its configuration.</summary>
    /// <exception cref="GatewayConfigurationException">YARP refuses the configuration.</exception>
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
            throw new GatewayConfigurationException(
                string.Join(Environment.NewLine, causes.Select(cause => $"{ProxyConfigurationValidator.Section}: {cause.Message}")), exception);
        }
    }

    private static GatewayOptions Read(ConfigurationManager configuration)
    {
        try
        {
            // An unknown name is a misspelt one, and a setting that is silently not in force.
            return configuration.GetSection(GatewayOptions.Section).Get<GatewayOptions>(binder => binder.ErrorOnUnknownConfiguration = true)
                ?? new GatewayOptions();
        }
        catch (InvalidOperationException exception)
        {
            // Of the binder's nested messages, the innermost names the path and the value.
            var cause = exception;
            while (cause.InnerException is InvalidOperationException inner)
            {
                cause = inner;
            }

            throw new GatewayConfigurationException(cause.Message, exception);
        }
    }
}
