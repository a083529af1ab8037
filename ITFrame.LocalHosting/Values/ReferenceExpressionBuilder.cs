using System.Runtime.CompilerServices;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Builds a reference expression step by step, for example one entry for each member.</summary>
public class ReferenceExpressionBuilder
{
    private readonly ReferenceExpressionParts _parts = new();

    public bool IsEmpty => _parts.IsEmpty;

#pragma warning disable CA1822 // The compiler passes the instance to the handler.
    public void Append([InterpolatedStringHandlerArgument("")] in ReferenceExpressionBuilderInterpolatedStringHandler handler)
    {
        // The handler has already written into this builder.
    }
#pragma warning restore CA1822

    public void AppendLiteral(string value) => _parts.AppendText(value);

    public void AppendFormatted(string? value) => _parts.AppendText(value);

    public void AppendFormatted(string? value, string? format) => _parts.AppendText(value is null ? null : ReferenceFormat.Apply(value, format));

    public void AppendFormatted<T>(T valueProvider)
        where T : IValueProvider, IManifestExpressionProvider => _parts.AppendProvider(valueProvider, valueProvider, null);

    public void AppendFormatted<T>(T valueProvider, string? format)
        where T : IValueProvider, IManifestExpressionProvider => _parts.AppendProvider(valueProvider, valueProvider, format);

    public ReferenceExpression Build() => _parts.Build();

    /// <summary>Writes an interpolated string into the builder.</summary>
    [InterpolatedStringHandler]
    public ref struct ReferenceExpressionBuilderInterpolatedStringHandler
    {
        private readonly ReferenceExpressionBuilder _builder;

        public ReferenceExpressionBuilderInterpolatedStringHandler(int literalLength, int formattedCount, ReferenceExpressionBuilder builder)
        {
            _ = literalLength;
            _ = formattedCount;
            _builder = builder;
        }

        public readonly void AppendLiteral(string value) => _builder.AppendLiteral(value);

        public readonly void AppendFormatted(string? value) => _builder.AppendFormatted(value);

        public readonly void AppendFormatted(string? value, string format) => _builder.AppendFormatted(value, format);

        public readonly void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider => _builder.AppendFormatted(valueProvider);

        public readonly void AppendFormatted<T>(T valueProvider, string? format)
            where T : IValueProvider, IManifestExpressionProvider => _builder.AppendFormatted(valueProvider, format);

        public readonly void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider, null);

        public readonly void AppendFormatted<T>(IResourceBuilder<T> valueProvider, string? format)
            where T : IResource, IValueProvider, IManifestExpressionProvider
        {
            ArgumentNullException.ThrowIfNull(valueProvider);
            _builder.AppendFormatted(valueProvider.Resource, format);
        }
    }
}
