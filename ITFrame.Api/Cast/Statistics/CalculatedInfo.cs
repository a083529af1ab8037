namespace ITFrame.Api.Cast.Statistics;

/// <summary>A bucket of a station's statistics.</summary>
internal sealed record CalculatedInfo
{
    public required string Username { get; init; }

    public required string Resolution { get; init; }

    /// <summary>Sessions that were open at some time in the bucket.</summary>
    public required long TotalSessions { get; init; }

    public required long UniqueListeners { get; init; }

    /// <summary>The mean number of listeners at a time, over the part of the bucket that has passed.</summary>
    public required double AverageListeners { get; init; }

    /// <summary>Total listening hours: what all sessions spent in the bucket.</summary>
    public required double Tlh { get; init; }

    /// <summary>The mean length of the sessions in seconds, the parts outside of the bucket included.</summary>
    public required double AverageSessionTime { get; init; }

    public required IReadOnlyList<ClientShare> ClientSpread { get; init; }

    public required IReadOnlyList<CountryShare> GeoSpread { get; init; }

    /// <summary>Sessions of listeners who had been there before.</summary>
    public required long ReturningListeners { get; init; }

    /// <summary>Sessions of five seconds or more.</summary>
    public required long UsefulSessions { get; init; }

    /// <summary>The bucket's start.</summary>
    public required DateTime DateAdded { get; init; }
}
