using System.Net;
using Microsoft.AspNetCore.WebUtilities;

namespace ITFrame.Api.TuneIn;

/// <summary>Calls <c>Playing.ashx</c>. Its credentials are in the query, which neither logs nor spans record.</summary>
internal sealed class TuneInAir(HttpClient http) : ITuneInAir
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private const string Unknown = "Unknown";

    public async Task<bool> ReportAsync(TuneInDocument settings, string partnerKey, string title, string artist, CancellationToken cancellationToken)
    {
        var query = new Dictionary<string, string?>
        {
            ["partnerId"] = settings.PartnerId,
            ["partnerKey"] = partnerKey,
            ["id"] = settings.StationId,
            ["title"] = string.IsNullOrWhiteSpace(title) ? Unknown : title,
            ["artist"] = string.IsNullOrWhiteSpace(artist) ? Unknown : artist,
        };
        using var response = await http.GetAsync(QueryHelpers.AddQueryString("Playing.ashx", query), cancellationToken);
        if (response.StatusCode == HttpStatusCode.Forbidden)
        {
            return false;
        }

        response.EnsureSuccessStatusCode();
        return true;
    }
}
