namespace ITFrame.Api.Access;

internal static class AccessPolicies
{
    /// <summary>The caller is a service of Control's, or a user whose station the path names, if it names one.</summary>
    public const string Control = "Control";

    /// <summary>The caller is a service of Control's.</summary>
    public const string Service = "Service";

    /// <summary>The caller is the station that the path names.</summary>
    public const string Station = "Station";

    /// <summary>The caller is the DJ of the station that the path names.</summary>
    public const string Dj = "Dj";

    /// <summary>The caller is who renews certificates.</summary>
    public const string Acme = "Acme";
}
