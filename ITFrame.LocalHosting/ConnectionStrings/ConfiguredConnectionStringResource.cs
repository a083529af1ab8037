namespace Aspire.Hosting.ApplicationModel;

/// <summary>A connection string that configuration holds under <c>ConnectionStrings:NAME</c>.</summary>
internal sealed class ConfiguredConnectionStringResource : ParameterResource, IResourceWithConnectionString
{
    public ConfiguredConnectionStringResource(string name, Func<string> value, string? environmentVariableName)
        : base(name, _ => value(), secret: true)
    {
        IsConnectionString = true;
        ConnectionStringEnvironmentVariable = environmentVariableName;
    }

    public string? ConnectionStringEnvironmentVariable { get; }

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{(ParameterResource)this}");

    string IManifestExpressionProvider.ValueExpression => $"{{{Name}.connectionString}}";

    ValueTask<string?> IResourceWithConnectionString.GetConnectionStringAsync(CancellationToken cancellationToken) => GetValueAsync(cancellationToken);
}
