
namespace ITFrame.AppHost.ReplicaSet;

/// <summary>The replica set as a whole: healthy while it has a primary. Its members are resources of their own.</summary>
internal sealed class ReplicaSetResource(string name, string setName) : Resource(name), IResourceWithConnectionString, IResourceWithWaitSupport
{
    private const string Database = "itframe";

    private readonly List<ReplicaSetMember> _members = [];

    /// <summary>The set's name, as members and drivers are told it (<c>replSetName</c>).</summary>
    public string SetName { get; } = setName;

    public IReadOnlyList<ReplicaSetMember> Members => _members;

    /// <summary>Whether its members are embedded ones.</summary>
    public bool IsEmbedded { get; set; }

    /// <summary>Names every data-bearing member: a driver finds the set through any one of them.</summary>
    public ReferenceExpression ConnectionStringExpression
        => ReferenceExpression.Create($"mongodb://{string.Join(',', _members.Where(member => !member.IsArbiter).Select(member => member.Host))}/{Database}?replicaSet={SetName}");

    public void Add(ReplicaSetMember member) => _members.Add(member);
}
