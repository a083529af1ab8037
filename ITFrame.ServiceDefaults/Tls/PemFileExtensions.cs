using System.Security.Cryptography;
using ITFrame.ServiceDefaults.Hosting;

namespace ITFrame.ServiceDefaults.Tls;

/// <summary>The first reading of files that a service cannot do without.</summary>
public static class PemFileExtensions
{
    /// <summary>Reads the files.</summary>
    /// <param name="file">The files.</param>
    /// <param name="setting">The path of the setting that names them.</param>
    /// <exception cref="ServiceConfigurationException">A file cannot be read, or is no good; the message has the setting, the file and the reason.</exception>
    public static T LoadFor<T>(this T file, string setting)
        where T : IPemFile
    {
        try
        {
            file.Load();
            return file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ServiceConfigurationException($"{setting}: {string.Join(", ", file.Paths)}: {exception.Message}", exception);
        }
    }
}
