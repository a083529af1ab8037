namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a command looks at to decide whether it can be used.</summary>
public sealed class UpdateCommandStateContext
{
    public required CustomResourceSnapshot ResourceSnapshot { get; init; }

    public required IServiceProvider ServiceProvider { get; init; }
}
