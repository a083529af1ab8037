using System.Net;

namespace ITFrame.EmbeddedMongo.Commands;

/// <summary>What the member remembers of one client connection.</summary>
internal sealed class ConnectionState(int id, EndPoint? remote)
{
    public int Id => id;

    public string Remote => remote?.ToString() ?? "";
}
