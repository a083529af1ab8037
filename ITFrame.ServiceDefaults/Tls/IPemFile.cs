using System.Security.Cryptography;

namespace ITFrame.ServiceDefaults.Tls;

/// <summary>Files that are looked at again and again.</summary>
public interface IPemFile
{
    /// <summary>The files, in the order in which they are read.</summary>
    IReadOnlyList<string> Paths { get; }

    /// <summary>When what is in force ends.</summary>
    /// <exception cref="InvalidOperationException">Nothing was loaded yet.</exception>
    DateTimeOffset Expires { get; }

    /// <summary>Reads the files for the first time.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file must not be read.</exception>
    /// <exception cref="CryptographicException">The contents are no good.</exception>
    void Load();

    /// <summary>Reads the files again.</summary>
    /// <returns>Whether they have changed and what they hold now is in force.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file must not be read.</exception>
    /// <exception cref="CryptographicException">The new contents are no good; what was in force stays in force.</exception>
    /// <param name="cancellationToken">Gives up.</param>
    Task<bool> TryReloadAsync(CancellationToken cancellationToken);
}
