using System.Net;
using System.Security.Cryptography.X509Certificates;
using ITFrame.EmbeddedMongo.Security;
using ITFrame.EmbeddedMongo.Security.Authorization;
using ITFrame.EmbeddedMongo.Security.Scram;

namespace ITFrame.EmbeddedMongo.Commands;

/// <summary>What the member remembers of one client connection.</summary>
/// <param name="id">Its number.</param>
/// <param name="remote">Where it comes from.</param>
/// <param name="peer">The subject of the certificate that the client has shown, if any.</param>
/// <param name="security">Whom the member knows.</param>
internal sealed class ConnectionState(int id, EndPoint? remote, X500DistinguishedName? peer, MemberSecurity security)
{
    public int Id => id;

    /// <summary>What the client called itself when it connected; empty when it did not say.</summary>
    public string ApplicationName { get; set; } = "";

    public string Remote => remote?.ToString() ?? "";

    public X500DistinguishedName? Peer => peer;

    public AuthorizationSession Authorization { get; } = new(security, remote is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address));

    /// <summary>The authentication that is under way, of which there is one at a time.</summary>
    public ScramConversation? Conversation { get; set; }
}
