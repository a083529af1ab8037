using ITFrame.Drills.Traffic;

namespace ITFrame.Drills.Checking;

/// <summary>What is in the database, as seen through one gateway. Everything throws <see cref="ReadBackException"/> when it cannot be told.</summary>
internal interface IReadBackSource
{
    /// <summary>The site of the gateway.</summary>
    string Name { get; }

    /// <summary>The texts of all that was added in the run's time by one kind of operation: songs, sessions or statuses.</summary>
    Task<IReadOnlyList<string>> ReadSetAsync(OperationKind kind, CancellationToken cancellationToken);

    /// <summary>The demo station's statistics of the run's time, with the sessions that they are calculated from.</summary>
    Task<SessionStatistics> ReadStatisticsAsync(CancellationToken cancellationToken);

    /// <summary>The value of a station's settings, null for none.</summary>
    Task<string?> ReadSettingAsync(string station, CancellationToken cancellationToken);

    /// <summary>The value and the revision of a station's settings; null for none.</summary>
    Task<FinalValue?> ReadRegisterAsync(string station, CancellationToken cancellationToken);
}
