using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Turns what callbacks put into environment variables and arguments into text.</summary>
internal static class ValueResolver
{
    public static async ValueTask<string?> ResolveAsync(object? value, ValueProviderContext context, CancellationToken cancellationToken)
        => value switch
        {
            null => null,
            string text => text,
            IValueProvider provider => await provider.GetValueAsync(context, cancellationToken),
            IResourceBuilder<IResource> { Resource: IValueProvider provider } => await provider.GetValueAsync(context, cancellationToken),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            bool flag => flag ? bool.TrueString : bool.FalseString,
            _ => throw new DistributedApplicationException(
                $"A value of type '{value.GetType()}' cannot be turned into text. Give a string, a number, an endpoint, a parameter or a reference expression."),
        };

    public static bool IsSensitive(object? value)
        => value switch
        {
            ParameterResource parameter => parameter.Secret,
            IResourceBuilder<IResource> { Resource: ParameterResource parameter } => parameter.Secret,
            ConnectionStringReference or IResourceWithConnectionString => true,
            ReferenceExpression expression => expression.ValueProviders.Any(IsSensitive),
            _ => false,
        };
}
