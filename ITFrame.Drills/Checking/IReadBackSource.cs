namespace ITFrame.Drills.Checking;

/// <summary>What is in the database, as seen through one gateway.</summary>
internal interface IReadBackSource
{
    /// <summary>The site of the gateway.</summary>
    string Name { get; }

    /// <summary>The titles of the songs stored in the run's time. Throws <see cref="ReadBackException"/> when it cannot be told.</summary>
    Task<IReadOnlyList<string>> ReadSongsAsync(CancellationToken cancellationToken);

    /// <summary>The value of a station's settings, null for none. Throws <see cref="ReadBackException"/> when it cannot be told.</summary>
    Task<string?> ReadSettingAsync(string station, CancellationToken cancellationToken);
}
