using System.Reflection;

namespace ITFrame.AppHost.Publishing;

/// <summary>Files that are written as they are, or with names filled in: scripts, units, texts.</summary>
internal static class Assets
{
    /// <param name="path">Below <c>Publishing</c>, with slashes.</param>
    /// <param name="values">What stands for <c>@NAME@</c>.</param>
    public static string Read(string path, params (string Name, string Value)[] values)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"publishing/{path}")
            ?? throw new InvalidOperationException($"Publishing/{path} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return values.Aggregate(reader.ReadToEnd(), (text, value) => text.Replace($"@{value.Name}@", value.Value, StringComparison.Ordinal));
    }
}
