using System.Net.Http.Headers;

namespace ITFrame.AppHost.Network;

/// <summary>The WAN's admin API, as the lab's own commands use it.</summary>
internal sealed class WanAdmin(HttpClient http)
{
    public static HttpClient Configure(HttpClient http, Uri address, string token)
    {
        http.BaseAddress = address;
        http.Timeout = TimeSpan.FromSeconds(5);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    /// <summary>Cuts every link of a site, and the traffic inside it.</summary>
    /// <exception cref="HttpRequestException">The WAN does not answer, or refuses.</exception>
    public Task CutAsync(string site, CancellationToken cancellationToken) => PostAsync($"sites/{site}/cut", cancellationToken);

    /// <summary>Restores every link of a site.</summary>
    /// <exception cref="HttpRequestException">The WAN does not answer, or refuses.</exception>
    public Task RestoreAsync(string site, CancellationToken cancellationToken) => PostAsync($"sites/{site}/restore", cancellationToken);

    /// <summary>Sends a request about links as it came, and returns the WAN's answer.</summary>
    public async Task<HttpResponseMessage> ForwardAsync(HttpMethod method, string path, Stream? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StreamContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        return await http.SendAsync(request, cancellationToken);
    }

    private async Task PostAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content: null, cancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
