using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace ITFrame.Drills.Lab;

/// <summary>The lab control API over HTTP. Not part of the modelled network: it is reached directly.</summary>
internal sealed class LabControlClient : ILabControl, IDisposable
{
    private readonly HttpClient _http;

    public LabControlClient(LabState lab)
    {
        _http = new HttpClient(lab.CreateHandler(TimeSpan.FromSeconds(2)))
        {
            BaseAddress = lab.ControlUrl,
            // Raising a site starts a dozen processes.
            Timeout = TimeSpan.FromSeconds(60),
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", lab.ControlToken);
    }

    public Task<IReadOnlyList<LabResource>> GetResourcesAsync(CancellationToken cancellationToken)
        => ListAsync<LabResource>("/resources", "its list of resources", cancellationToken);

    public Task<IReadOnlyList<LabLink>> GetLinksAsync(CancellationToken cancellationToken)
        => ListAsync<LabLink>("/links", "its list of links", cancellationToken);

    public async Task RunCommandAsync(string resource, string command, CancellationToken cancellationToken)
        => await SendAsync(async () =>
        {
            var path = new Uri($"/resources/{Uri.EscapeDataString(resource)}/commands/{Uri.EscapeDataString(command)}", UriKind.Relative);
            using var response = await _http.PostAsync(path, content: null, cancellationToken);
            await EnsureSuccessAsync(response, $"{command} on {resource}", cancellationToken);
            return true;
        }, cancellationToken);

    public Task ChangeLinkAsync(string a, string b, LabLinkChange change, CancellationToken cancellationToken)
        => PutAsync($"/links/{Uri.EscapeDataString(a)}/{Uri.EscapeDataString(b)}", change, $"a change of the link {a}-{b}", cancellationToken);

    public async Task RotateCertificatesAsync(CancellationToken cancellationToken)
        => await SendAsync(async () =>
        {
            using var response = await _http.PostAsync(new Uri("/certificates/rotate", UriKind.Relative), content: null, cancellationToken);
            await EnsureSuccessAsync(response, "to replace its certificates", cancellationToken);
            return true;
        }, cancellationToken);

    public Task SetMemberFaultsAsync(string member, LabMemberFaults faults, CancellationToken cancellationToken)
        => PutAsync($"/members/{Uri.EscapeDataString(member)}/faults", faults, $"a fault in {member}", cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<IReadOnlyList<T>> ListAsync<T>(string path, string what, CancellationToken cancellationToken)
        => await SendAsync(async () =>
        {
            using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            await EnsureSuccessAsync(response, what, cancellationToken);
            return await response.Content.ReadFromJsonAsync<List<T>>(cancellationToken) ?? [];
        }, cancellationToken);

    private async Task PutAsync<T>(string path, T body, string what, CancellationToken cancellationToken)
        => await SendAsync(async () =>
        {
            using var response = await _http.PutAsJsonAsync(new Uri(path, UriKind.Relative), body, cancellationToken);
            await EnsureSuccessAsync(response, what, cancellationToken);
            return true;
        }, cancellationToken);

    private static async Task<T> SendAsync<T>(Func<Task<T>> send, CancellationToken cancellationToken)
    {
        try
        {
            return await send();
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LabException("The lab control API does not answer in time.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            throw new LabException($"The lab control API cannot be used: {exception.Message}", exception);
        }
    }

    private static async Task EnsureSuccessAsync(HttpResponseMessage response, string what, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            throw new LabException($"The lab refused {what}: status {(int)response.StatusCode}. {Detail(body)}".TrimEnd());
        }
    }

    private static string Detail(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("detail", out var detail) ? detail.ToString() : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
