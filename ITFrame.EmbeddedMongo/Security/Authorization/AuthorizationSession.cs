using ITFrame.EmbeddedMongo.Security.Users;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Security.Authorization;

/// <summary>Who is at the other end of a connection, and what they may do.</summary>
internal sealed class AuthorizationSession(MemberSecurity security, bool isLocal)
{
    // What the first user is created with, before there is anybody who could say who may.
    private static readonly IReadOnlyList<Privilege> Bootstrap =
    [
        new(ResourcePattern.OfDatabase("admin"), new HashSet<string> { "createUser", "grantRole" }),
        new(ResourcePattern.OfDatabase(UserName.ExternalDatabase), new HashSet<string> { "createUser", "grantRole" }),
        new(ResourcePattern.Cluster, new HashSet<string> { "replSetConfigure", "replSetGetStatus" }),
    ];

    private BsonValue _identity = BsonNull.Value;
    private UserRecord? _user;
    private IReadOnlyList<Privilege> _privileges = [];

    /// <summary>Null before anybody has authenticated.</summary>
    public UserName? User { get; private set; }

    public bool IsAuthenticated => User is not null;

    public bool IsMember => User == UserName.System;

    public bool IsEnforced => security.IsEnabled;

    public IReadOnlyList<UserName> Roles => _user?.Roles ?? [];

    public IReadOnlyList<Privilege> Privileges => _privileges;

    /// <summary>Whether the member has no user yet and the client is on its machine.</summary>
    public bool HasLocalhostException => !IsAuthenticated && isLocal && security.Options.AllowsLocalhostException && security.Users.IsEmpty;

    public void LogIn(UserRecord user)
    {
        User = user.Name;
        _identity = user.Identity;
        _user = user;
        _privileges = BuiltinRoles.PrivilegesOf(user.Roles);
    }

    public void LogInMember()
    {
        User = UserName.System;
        _user = null;
        _privileges = BuiltinRoles.OfMembers;
    }

    public void LogOut()
    {
        User = null;
        _user = null;
        _privileges = [];
    }

    /// <summary>Takes note of what has become of the user: other roles, or gone.</summary>
    public void Refresh()
    {
        if (User is not { } name || IsMember)
        {
            return;
        }

        var user = security.Users.Find(name);
        if (user is null || user.Identity != _identity)
        {
            LogOut();
        }
        else if (user != _user)
        {
            LogIn(user);
        }
    }

    public bool Allows(ResourcePattern target, string action) =>
        !IsEnforced || Has(_privileges, target, action) || (HasLocalhostException && Has(Bootstrap, target, action));

    /// <summary>Whether anything at all may be done with collections of a database.</summary>
    public bool HasAnyIn(string database) => !IsEnforced || _privileges.Any(privilege =>
        privilege.Resource.IsAny || (!privilege.Resource.IsCluster && (privilege.Resource.Database.Length == 0 || privilege.Resource.Database == database)));

    /// <summary>Whether something that another user left, such as a cursor, may be used.</summary>
    public bool Owns(UserName? owner) => !IsEnforced || IsMember || owner == User;

    private static bool Has(IReadOnlyList<Privilege> privileges, ResourcePattern target, string action)
    {
        foreach (var privilege in privileges)
        {
            if (privilege.Allows(target, action))
            {
                return true;
            }
        }

        return false;
    }
}
