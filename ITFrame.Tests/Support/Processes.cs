namespace ITFrame.Tests.Support;

internal static class Processes
{
    /// <summary>Whether a process still runs; one that has ended and waits for its parent to notice (a zombie) does not.</summary>
    public static bool IsAlive(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }
}
