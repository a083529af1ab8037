using System.Security.Cryptography;

namespace ITFrame.ServiceDefaults.Tls;

/// <summary>
/// What is made of one or two PEM files: kept until the files' contents change, and kept on when the new contents are no good.
/// </summary>
/// <param name="paths">The files, read in this order.</param>
/// <param name="load">Makes the value of the files' texts; throws <see cref="CryptographicException"/> where it cannot.</param>
/// <param name="expires">When the value ends.</param>
/// <typeparam name="T">What is made of them.</typeparam>
public sealed class PemFile<T>(IReadOnlyList<string> paths, Func<IReadOnlyList<string>, T> load, Func<T, DateTimeOffset> expires) : IPemFile
    where T : class
{
    private volatile T? _current;
    private byte[] _seen = [];

    /// <inheritdoc />
    public IReadOnlyList<string> Paths => paths;

    /// <summary>What was made of the contents that are in force.</summary>
    /// <exception cref="InvalidOperationException">It was not loaded yet.</exception>
    public T Current => _current ?? throw new InvalidOperationException($"{paths[0]} was not loaded.");

    /// <inheritdoc />
    public DateTimeOffset Expires => expires(Current);

    /// <inheritdoc />
    public async Task<bool> TryReloadAsync(CancellationToken cancellationToken)
    {
        var texts = new string[paths.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = await File.ReadAllTextAsync(paths[i], cancellationToken);
        }

        return TryLoad(texts);
    }

    /// <inheritdoc />
    public void Load() => TryLoad([.. paths.Select(File.ReadAllText)]);

    private bool TryLoad(IReadOnlyList<string> texts)
    {
        var hash = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\0', texts)));
        if (hash.AsSpan().SequenceEqual(_seen))
        {
            return false;
        }

        // Seen even when it is no good: one error in the log for each content.
        _seen = hash;
        _current = load(texts);
        return true;
    }
}
