using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Xunit;

namespace ITFrame.Tests.LocalHosting;

public sealed class EnvironmentTest
{
    [Fact]
    public async Task WithReference_ServiceAndConnectionString_InjectsTheirVariables()
    {
        await using var app = await LocalApp.StartAsync(builder =>
        {
            builder.Configuration["Parameters:password"] = "s3cret";
            var password = builder.AddParameter("password", secret: true);
            var service = builder.AddResource(new ServiceResource("hub-api")).WithHttpEndpoint(name: "http");
            service.WithEndpoint("http", endpoint => endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", 8080));
            var store = builder.AddConnectionString("store", ReferenceExpression.Create($"mongodb://user:{password}@{service.GetEndpoint("http").Property(EndpointProperty.HostAndPort)}/db"));
            builder.AddExecutable("client", "env", Path.GetTempPath())
                .WithReference(service)
                .WithReference(store)
                .WithReference("outside", new Uri("http://outside.test/"))
                .WithEnvironment("PORT_TEXT", $"port {service.GetEndpoint("http").Property(EndpointProperty.Port)}")
                .WithEnvironment("PASSWORD", password)
                .WithEnvironment("LATE", () => "late")
                .WithEnvironment(context => context.EnvironmentVariables["RESOURCE"] = context.Resource.Name);
        });

        await app.WaitForStateAsync("client", KnownResourceStates.Finished);
        var log = await app.LogWithAsync("client", "RESOURCE=");

        Assert.Contains("services__hub-api__http__0=http://localhost:8080\n", log, StringComparison.Ordinal);
        Assert.Contains("HUB_API_HTTP=http://localhost:8080\n", log, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings__store=mongodb://user:s3cret@localhost:8080/db\n", log, StringComparison.Ordinal);
        Assert.Contains("services__outside__default__0=http://outside.test/\n", log, StringComparison.Ordinal);
        Assert.Contains("PORT_TEXT=port 8080\n", log, StringComparison.Ordinal);
        Assert.Contains("PASSWORD=s3cret\n", log, StringComparison.Ordinal);
        Assert.Contains("LATE=late\n", log, StringComparison.Ordinal);
        Assert.Contains("RESOURCE=client\n", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddProject_WithHttpEndpoints_InjectsUrlsAndTelemetry()
    {
        await using var app = await LocalApp.StartAsync(builder =>
        {
            builder.Configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:4317";
            builder.AddProject<Projects.ITFrame_Wan>("wan-test").WithHttpEndpoint(name: "http").WithHttpEndpoint(name: "admin").WithEndpoint(scheme: "tcp", name: "socks");
        });

        var snapshot = await app.WaitForAsync("wan-test", state => state.StartTimeStamp is not null);
        var variables = snapshot.EnvironmentVariables.ToDictionary(variable => variable.Name, variable => variable.Value);
        var project = app.Application.GetProject("wan-test");

        Assert.Equal($"http://localhost:{project.GetEndpoint("http").Port};http://localhost:{project.GetEndpoint("admin").Port}", variables["ASPNETCORE_URLS"]);
        Assert.Equal("http://localhost:4317", variables["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Equal("grpc", variables["OTEL_EXPORTER_OTLP_PROTOCOL"]);
        Assert.Equal("wan-test", variables["OTEL_SERVICE_NAME"]);
        Assert.StartsWith("service.instance.id=", variables["OTEL_RESOURCE_ATTRIBUTES"], StringComparison.Ordinal);
        Assert.EndsWith("ITFrame.Wan.csproj", snapshot.Properties.Single(property => property.Name == "project.path").Value as string, StringComparison.Ordinal);
        Assert.EndsWith("ITFrame.Wan", snapshot.Properties.Single(property => property.Name == "executable.path").Value as string, StringComparison.Ordinal);
        Assert.EndsWith("ITFrame.Wan", snapshot.Properties.Single(property => property.Name == "executable.workDir").Value as string, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithArgs_ReferencesInACircle_AreResolved()
    {
        await using var app = await LocalApp.StartAsync(builder =>
        {
            var first = builder.AddShell("first", "echo other=$0; exec sleep 60").WithHttpEndpoint();
            var second = builder.AddShell("second", "echo other=$0; exec sleep 60").WithHttpEndpoint();
            first.WithArgs(second.GetEndpoint("http").Property(EndpointProperty.Port));
            second.WithArgs(first.GetEndpoint("http").Property(EndpointProperty.Port));
        });

        var model = app.Application.Resources();
        await app.LogWithAsync("first", $"other={model.OfType<ExecutableResource>().Single(resource => resource.Name == "second").GetEndpoint("http").Port}");
        await app.LogWithAsync("second", $"other={model.OfType<ExecutableResource>().Single(resource => resource.Name == "first").GetEndpoint("http").Port}");
    }

    [Fact]
    public async Task AddParameter_WithoutValue_NamesTheConfigurationKey()
    {
        await using var app = await LocalApp.StartAsync(builder =>
        {
            var parameter = builder.AddParameter("api-token");
            builder.AddShell("server", "exec sleep 60").WithEnvironment("TOKEN", parameter);
        });

        await app.WaitForStateAsync("server", KnownResourceStates.FailedToStart);

        Assert.Contains("'Parameters:api-token'", await app.LogWithAsync("server", "Parameters:"), StringComparison.Ordinal);
    }

    private sealed class ServiceResource(string name) : Resource(name), IResourceWithServiceDiscovery;
}
