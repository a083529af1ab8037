namespace ITFrame.Tests.Drills;

/// <summary>What a scripted gateway does with a request.</summary>
internal sealed record GatewayAct(string Response)
{
    /// <summary>Reads the request and closes the connection with RST.</summary>
    public static readonly GatewayAct Reset = new("reset");

    /// <summary>Reads the request and never answers.</summary>
    public static readonly GatewayAct Hang = new("hang");

    public static readonly GatewayAct Ok = Status(200);

    public static GatewayAct Status(int status, string headers = "")
        => new($"HTTP/1.1 {status} Scripted\r\nContent-Length: 2\r\nX-Served-By: scripted\r\n{headers}\r\n{{}}");
}
