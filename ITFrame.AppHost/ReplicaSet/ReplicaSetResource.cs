
namespace ITFrame.AppHost.ReplicaSet;

/// <summary>The replica set as a whole: healthy while it has a primary. Its members are resources of their own.</summary>
internal sealed class ReplicaSetResource(string name, string setName) : Resource(name), IResourceWithConnectionString, IResourceWithWaitSupport
{
    public const string Database = "itframe";

    private readonly List<ReplicaSetMember> _members = [];

    /// <summary>The set's name, as members and drivers are told it (<c>replSetName</c>).</summary>
    public string SetName { get; } = setName;

    public IReadOnlyList<ReplicaSetMember> Members => _members;

    /// <summary>Whether its members are embedded ones.</summary>
    public bool IsEmbedded { get; set; }

    /// <summary>The password by which the hub logs in; null where nobody does.</summary>
    public ParameterResource? Password { get; set; }

    /// <summary>Names every data-bearing member: a driver finds the set through any one of them.</summary>
    public ReferenceExpression ConnectionStringExpression
        => Password is null
            ? ReferenceExpression.Create($"mongodb://{Hosts}/{Database}?replicaSet={SetName}")
            : ReferenceExpression.Create($"mongodb://{HubUser.Name}:{Password}@{Hosts}/{Database}?replicaSet={SetName}&authSource=admin&tls=true");

    private string Hosts => string.Join(',', _members.Where(member => !member.IsArbiter).Select(member => member.Host));

    public void Add(ReplicaSetMember member) => _members.Add(member);
}
