namespace ITFrame.Api.Access;

internal static class AccessRoles
{
    /// <summary>Somebody who has logged in.</summary>
    public const string User = "user";

    /// <summary>A service of the platform, which may do everything.</summary>
    public const string Service = "service";
}
