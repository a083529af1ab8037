namespace ITFrame.AppHost.Topology;

/// <summary>What runs as a replica-set member.</summary>
internal enum MemberKind
{
    /// <summary><c>mongod</c> where there is one, else the embedded member.</summary>
    Auto,

    /// <summary>A <c>mongod</c> from PATH or <c>Lab:MongodPath</c>.</summary>
    Mongod,

    /// <summary>ITFrame.EmbeddedMongo.</summary>
    Embedded,
}
