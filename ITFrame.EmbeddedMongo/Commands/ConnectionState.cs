using System.Net;

namespace ITFrame.EmbeddedMongo.Commands;

/// <summary>What the member remembers of one client connection.</summary>
internal sealed class ConnectionState(int id, EndPoint? remote)
{
    public int Id => id;

    /// <summary>What the client called itself when it connected; empty when it did not say.</summary>
    public string ApplicationName { get; set; } = "";

    public string Remote => remote?.ToString() ?? "";
}
