namespace ITFrame.Api.GeoIp;

internal sealed record GeoPoint(double? Latitude, double? Longitude);
