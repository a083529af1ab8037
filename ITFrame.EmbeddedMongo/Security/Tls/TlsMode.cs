namespace ITFrame.EmbeddedMongo.Security.Tls;

/// <summary>What --tlsMode says: which connections are accepted, and how other members are dialled.</summary>
internal enum TlsMode
{
    /// <summary>Plain connections only.</summary>
    Disabled,

    /// <summary>Both are accepted; members are dialled plainly.</summary>
    AllowTls,

    /// <summary>Both are accepted; members are dialled with TLS.</summary>
    PreferTls,

    /// <summary>TLS only.</summary>
    RequireTls,
}
