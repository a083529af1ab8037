using System.Text;

namespace Aspire.Hosting.Orchestration;

internal static class CommandLine
{
    /// <summary>Splits a command line at spaces outside double quotes.</summary>
    public static IReadOnlyList<string> Split(string? commandLine)
    {
        var arguments = new List<string>();
        var current = new StringBuilder();
        var quoted = false;
        var started = false;
        foreach (var character in commandLine ?? string.Empty)
        {
            if (character == '"')
            {
                quoted = !quoted;
                started = true;
            }
            else if (char.IsWhiteSpace(character) && !quoted)
            {
                End();
            }
            else
            {
                current.Append(character);
                started = true;
            }
        }

        End();
        return arguments;

        void End()
        {
            if (started)
            {
                arguments.Add(current.ToString());
                current.Clear();
                started = false;
            }
        }
    }
}
