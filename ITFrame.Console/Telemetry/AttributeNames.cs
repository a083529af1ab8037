namespace ITFrame.Console.Telemetry;

/// <summary>The attributes that the console understands: OpenTelemetry's conventions, and the platform's own.</summary>
internal static class AttributeNames
{
    public const string ServiceName = "service.name";
    public const string ServiceInstance = "service.instance.id";

    public const string Site = "itframe.site";
    public const string Attempt = "itframe.attempt";
    public const string Destination = "itframe.destination";
    public const string Failover = "itframe.failover";

    public const string HttpMethod = "http.request.method";
    public const string HttpStatus = "http.response.status_code";
    public const string UrlPath = "url.path";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ErrorType = "error.type";
    public const string ExceptionType = "exception.type";
    public const string ExceptionMessage = "exception.message";
    public const string DatabaseSystem = "db.system.name";
    public const string DatabaseSystemFormer = "db.system";
}
