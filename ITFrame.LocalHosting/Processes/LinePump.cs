using System.Text;

namespace Aspire.Hosting.Processes;

/// <summary>Cuts a process's output into lines.</summary>
internal static class LinePump
{
    /// <summary>A process that never ends its line must not fill the memory.</summary>
    public const int MaximumLineLength = 16 * 1024;

    public static async Task PumpAsync(TextReader reader, Action<string> writeLine)
    {
        var buffer = new char[4096];
        var line = new StringBuilder();
        int count;
        while ((count = await reader.ReadAsync(buffer)) > 0)
        {
            foreach (var character in buffer.AsSpan(0, count))
            {
                if (character == '\n' || line.Length == MaximumLineLength)
                {
                    Flush();
                }

                if (character is not ('\n' or '\r'))
                {
                    line.Append(character);
                }
            }
        }

        if (line.Length > 0)
        {
            Flush();
        }

        void Flush()
        {
            writeLine(line.ToString());
            line.Clear();
        }
    }
}
