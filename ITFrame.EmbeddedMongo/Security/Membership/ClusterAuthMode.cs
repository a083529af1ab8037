namespace ITFrame.EmbeddedMongo.Security.Membership;

/// <summary>How members prove to each other that they belong to the set; the ones in between are for moving over.</summary>
internal enum ClusterAuthMode
{
    None,

    KeyFile,

    /// <summary>Sends the key, accepts both.</summary>
    SendKeyFile,

    /// <summary>Sends a certificate, accepts both.</summary>
    SendX509,

    X509,
}
