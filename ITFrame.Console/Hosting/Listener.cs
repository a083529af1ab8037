namespace ITFrame.Console.Hosting;

/// <summary>The door through which a connection came.</summary>
internal enum Listener
{
    /// <summary>The pages, over HTTP/1.1, behind the login.</summary>
    Page,

    /// <summary>OTLP over gRPC, which is HTTP/2.</summary>
    OtlpGrpc,

    /// <summary>OTLP over HTTP/1.1.</summary>
    OtlpHttp,
}
