namespace ITFrame.ServiceDefaults.Network;

/// <summary>The site that a process runs in.</summary>
public static class Site
{
    /// <summary>The variable that names the site, for example <c>london</c>.</summary>
    public const string Variable = "ITFRAME_SITE";
}
