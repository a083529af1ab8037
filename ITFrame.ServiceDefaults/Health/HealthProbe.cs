using System.Net;

namespace ITFrame.ServiceDefaults.Health;

/// <summary>
/// A service's program that asks a running one for its health, <c>dotnet SERVICE.dll health URL</c>: for containers, whose images have
/// neither curl nor a shell.
/// </summary>
public static class HealthProbe
{
    private const string Command = "health";

    /// <summary>An answer that takes longer than any sensible limit of who asks for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Whether the program was started to ask, and not to serve.</summary>
    /// <param name="args">The command line.</param>
    public static bool IsAskedFor(string[] args) => args is [Command, _];

    /// <summary>Asks, and prints what is wrong.</summary>
    /// <param name="args">The command line: <c>health</c> and a URL of this machine.</param>
    /// <returns>0 where the answer is 200, 1 where it is another one or there is none, 2 where the URL is no good.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (!Uri.TryCreate(args[1], UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || !url.IsLoopback)
        {
            await Console.Error.WriteLineAsync($"health: '{args[1]}' is no http:// or https:// URL of this machine.");
            return 2;
        }

        // The one that is asked is the neighbour in the container, and its certificate has other names than localhost.
        using var handler = new SocketsHttpHandler { UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => url.IsLoopback } };
        using var http = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var response = await http.GetAsync(url);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return 0;
            }

            await Console.Error.WriteLineAsync($"health: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"health: {exception.Message}");
        }

        return 1;
    }
}
