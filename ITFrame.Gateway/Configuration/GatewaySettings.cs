using ITFrame.ServiceDefaults.Hosting;
using Microsoft.Extensions.Primitives;

namespace ITFrame.Gateway.Configuration;

/// <summary>
/// The section <c>Gateway</c> as it is in force. A change of the configuration's files is taken over while requests go on: each
/// request is served by what was in force when it was looked up. An invalid change is logged and leaves everything as it was.
/// What belongs to the listening sockets (<see cref="GatewayOptions.PeerPort"/>, limits of connections and headers) is read
/// at start only.
/// </summary>
internal sealed partial class GatewaySettings : IDisposable
{
    private readonly IConfiguration _configuration;
    private readonly ILogger<GatewaySettings> _logger;
    private readonly IDisposable _subscription;
    private volatile GatewayOptions _current;

    public GatewaySettings(GatewayOptions initial, IConfiguration configuration, ILogger<GatewaySettings> logger)
    {
        _current = initial;
        _configuration = configuration;
        _logger = logger;
        _subscription = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
    }

    public GatewayOptions Current => _current;

    /// <exception cref="ServiceConfigurationException">A value is missing or out of its range.</exception>
    public static GatewayOptions Read(IConfiguration configuration)
    {
        var options = Bind(configuration);
        var errors = options.Validate()
            .Concat(ProxyConfigurationValidator.Validate(configuration, options))
            .Concat(ListenerValidator.Validate(configuration, options))
            .ToList();
        return errors.Count == 0 ? options : throw new ServiceConfigurationException(string.Join(Environment.NewLine, errors));
    }

    public void Dispose() => _subscription.Dispose();

    private static GatewayOptions Bind(IConfiguration configuration)
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

            throw new ServiceConfigurationException(cause.Message, exception);
        }
    }

    private void Reload()
    {
        try
        {
            _current = Read(_configuration);
            LogReloaded();
        }
        catch (ServiceConfigurationException exception)
        {
            LogInvalid(exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "The configuration has changed and is in force.")]
    private partial void LogReloaded();

    [LoggerMessage(LogLevel.Error, "The changed configuration is invalid and ignored: {Errors}")]
    private partial void LogInvalid(string errors);
}
