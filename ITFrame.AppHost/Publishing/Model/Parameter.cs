namespace ITFrame.AppHost.Publishing.Model;

/// <summary>A value that the operator gives, site by site or for all of them.</summary>
/// <param name="Name">Lower case, words joined by hyphens, as in the app model.</param>
/// <param name="Description">What it is, for the operator.</param>
/// <param name="IsSecret">It is never written to a file that is generated.</param>
/// <param name="Default">What is taken where nothing is given; null: it has to be given.</param>
/// <param name="Example">A value to copy; secrets have none.</param>
internal sealed record Parameter(string Name, string Description, bool IsSecret = false, string? Default = null, string? Example = null)
{
    /// <summary>The environment variable that holds it: <c>ITFRAME_API_CONTROL_TOKEN</c>.</summary>
    public string Variable => $"ITFRAME_{Name.ToUpperInvariant().Replace('-', '_')}";
}
