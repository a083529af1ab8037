using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace ITFrame.ServiceDefaults.Hosting;

/// <summary>Runs a service, from its configuration to its end.</summary>
public static class ServiceStart
{
    /// <summary>
    /// Builds the service and runs it until it is told to stop. What its operator has to mend (a bad value, an expired certificate, an
    /// address that is taken) is told on the error stream in a line or two, without a stack trace.
    /// </summary>
    /// <returns>The exit code: 0 after a stop in order, 1 when it could not start.</returns>
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        try
        {
            await using var app = build();
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (exception is ServiceConfigurationException or OptionsValidationException
            or IOException { InnerException: AddressInUseException })
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }
}
