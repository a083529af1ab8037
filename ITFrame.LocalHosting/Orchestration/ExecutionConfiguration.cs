using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Runs the callbacks that make a process's arguments and environment.</summary>
internal sealed class ExecutionConfiguration(DistributedApplicationExecutionContext executionContext, ResourceLoggerService loggers)
{
    public async Task<ImmutableArray<string>> ArgumentsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var args = new List<object>();
        var context = new CommandLineArgsCallbackContext(args, resource, cancellationToken)
        {
            ExecutionContext = executionContext,
            Logger = loggers.GetLogger(resource),
        };
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToArray())
        {
            await annotation.Callback(context);
        }

        var values = ImmutableArray.CreateBuilder<string>(args.Count);
        foreach (var arg in args)
        {
            if (await ValueResolver.ResolveAsync(arg, ContextFor(resource), cancellationToken) is { } value)
            {
                values.Add(value);
            }
        }

        return values.ToImmutable();
    }

    public async Task<IReadOnlyDictionary<string, string>> EnvironmentAsync(IResource resource, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, object>();
        var context = new EnvironmentCallbackContext(executionContext, resource, variables, cancellationToken) { Logger = loggers.GetLogger(resource) };
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToArray())
        {
            await annotation.Callback(context);
        }

        var values = new Dictionary<string, string>();
        foreach (var (name, variable) in variables)
        {
            if (await ValueResolver.ResolveAsync(variable, ContextFor(resource), cancellationToken) is { } value)
            {
                values[name] = value;
            }
        }

        return values;
    }

    private ValueProviderContext ContextFor(IResource resource) => new() { Caller = resource, ExecutionContext = executionContext };
}
