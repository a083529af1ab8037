using System.Text.Json;
using ITFrame.ServiceDefaults.Tls;

namespace ITFrame.Tests.Support;

/// <summary>Clients that believe the certificates of a lab, and no others.</summary>
internal static class LabClient
{
    /// <param name="state">The lab's state file.</param>
    /// <param name="property">The property of the state that has the address.</param>
    public static HttpClient Create(JsonElement state, string property) => Create(state, new Uri(state.GetProperty(property).GetString()!));

    public static HttpClient Create(JsonElement state, Uri address)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        if (state.GetProperty("authorityFile").GetString() is { } authority)
        {
            ServerTrust.Of(authority).Configure(handler);
        }

        return new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
    }
}
