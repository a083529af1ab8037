using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Aspire.Hosting.Processes;

/// <summary>
/// An environment variable that all processes of this application carry, and that their own children inherit. Where there
/// is a /proc it finds those that are left when the process that was started has ended.
/// </summary>
internal sealed class ProcessMark
{
    public const string Variable = "ITFRAME_LOCALHOSTING";

    private readonly string _application = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(12, lowercase: true)}/");

    /// <summary>Text that stands in the environment of every process of this application, and of no other.</summary>
    public string ApplicationText => $"{Variable}={_application}";

    public string ValueFor(string resourceName) => _application + resourceName;

    /// <summary>Ends whatever a resource's process has left behind.</summary>
    public void KillRemaining(string resourceName) => KillWith($"{Variable}={ValueFor(resourceName)}\0");

    /// <summary>Ends whatever the application's processes have left behind.</summary>
    public void KillRemaining() => KillWith(ApplicationText);

    private static void KillWith(string environmentText)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var text = Encoding.UTF8.GetBytes(environmentText);
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var processId) && Contains(directory, text))
            {
                Signal.Send(processId, Signal.Kill);
            }
        }
    }

    private static bool Contains(string directory, byte[] text)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(directory, "environ")).AsSpan().IndexOf(text) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or another user's.
            return false;
        }
    }
}
