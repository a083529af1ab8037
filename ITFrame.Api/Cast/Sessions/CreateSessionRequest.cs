using System.Net;
using ITFrame.Api.Validation;
using MongoDB.Bson;

namespace ITFrame.Api.Cast.Sessions;

/// <summary>A listener has come, as the station's Cast reports it. Its <c>starttime</c> is not looked at: the server sets the time.</summary>
internal sealed record CreateSessionRequest
{
    public const int MaxClientLength = 512;
    public const int MaxCountryLength = 128;

    public string? Ip { get; init; }

    /// <summary>The player, as it calls itself.</summary>
    public string? Client { get; init; }

    public string? Stream { get; init; }

    public string? Country { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string? CountryCode { get; init; }

    public ListenerGeo? Location { get; init; }

    public FieldErrors Validate()
    {
        var errors = new FieldErrors();
        if (Ip is null || !IPAddress.TryParse(Ip, out _))
        {
            errors.Add("ip", "must be an IP address.");
        }

        errors.AllowText("client", Client, MaxClientLength);
        errors.AllowText("stream", Stream, Songs.StoreSongRequest.MaxStreamLength);
        errors.AllowText("country", Country, MaxCountryLength);
        errors.AllowText("countryCode", CountryCode, 2);
        errors.AllowText("location.country", Location?.Country, MaxCountryLength);
        errors.AllowText("location.countryCode", Location?.CountryCode, 2);
        errors.AllowRange("location.latitude", Location?.Latitude, -90, 90);
        errors.AllowRange("location.longitude", Location?.Longitude, -180, 180);
        return errors;
    }

    public ListenerDocument ToListener(string username, DateTime time) => new()
    {
        Username = username,
        Ip = Ip!,
        Client = Client ?? "",
        Geo = new ListenerGeo
        {
            Country = Country ?? Location?.Country,
            CountryCode = CountryCode ?? Location?.CountryCode,
            Latitude = Location?.Latitude,
            Longitude = Location?.Longitude,
        },
        LastSeen = time,
    };

    public SessionDocument ToSession(ObjectId id, ListenerDocument listener, ObjectId listenerId, bool isReturning) => new()
    {
        Id = id,
        Username = listener.Username,
        ListenerId = listenerId,
        StartTime = listener.LastSeen,
        IsReturningListener = isReturning,
        Stream = Stream,
        Client = listener.Client,
        Country = listener.Geo?.CountryCode ?? listener.Geo?.Country,
    };
}
