namespace ITFrame.Console.Hosting;

/// <summary>The console's own settings (configuration section <c>Console</c>).</summary>
internal sealed class ConsoleOptions
{
    public const string Section = "Console";

    /// <summary>OTLP/gRPC's registered port, where senders look by default.</summary>
    public const int DefaultOtlpPort = 4317;

    /// <summary>OTLP/HTTP's registered port.</summary>
    public const int DefaultOtlpHttpPort = 4318;

    /// <summary>The lab's name, in the page's header.</summary>
    public string Name { get; set; } = "ITFrame lab";

    /// <summary>The port that takes OTLP/gRPC in; one of ASPNETCORE_URLS, or else opened beside them.</summary>
    public int OtlpPort { get; set; } = DefaultOtlpPort;

    /// <summary>The port that takes OTLP/HTTP in; one of ASPNETCORE_URLS, or else opened beside them.</summary>
    public int OtlpHttpPort { get; set; } = DefaultOtlpHttpPort;

    /// <summary>The secret in the login URL; without one the console makes one up and prints the URL.</summary>
    public string? Token { get; set; }
}
