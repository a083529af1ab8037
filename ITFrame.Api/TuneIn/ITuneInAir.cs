namespace ITFrame.Api.TuneIn;

/// <summary>TuneIn's interface for stations that report their songs.</summary>
internal interface ITuneInAir
{
    /// <summary>True where TuneIn took it, false where it refuses the credentials.</summary>
    /// <exception cref="HttpRequestException">TuneIn is out of reach or fails.</exception>
    Task<bool> ReportAsync(TuneInDocument settings, string partnerKey, string title, string artist, CancellationToken cancellationToken);
}
