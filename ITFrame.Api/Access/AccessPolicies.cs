namespace ITFrame.Api.Access;

internal static class AccessPolicies
{
    /// <summary>The caller is Control.</summary>
    public const string Control = "Control";

    /// <summary>The caller is the station that the path names.</summary>
    public const string Station = "Station";

    /// <summary>The caller is the DJ of the station that the path names.</summary>
    public const string Dj = "Dj";
}
