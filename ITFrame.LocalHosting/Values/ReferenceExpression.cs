using System.Globalization;
using System.Runtime.CompilerServices;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Text with holes that are filled when the application runs, for example with an endpoint's port.</summary>
public partial class ReferenceExpression : IManifestExpressionProvider, IValueProvider, IValueWithReferences
{
    public static readonly ReferenceExpression Empty = new(string.Empty, [], [], []);

    private readonly string[] _manifestExpressions;
    private readonly string?[] _stringFormats;

    internal ReferenceExpression(string format, IValueProvider[] valueProviders, string[] manifestExpressions, string?[] stringFormats)
    {
        Format = format;
        ValueProviders = valueProviders;
        _manifestExpressions = manifestExpressions;
        _stringFormats = stringFormats;
    }

    /// <summary>A composite format string; item n stands for the n-th value provider.</summary>
    public string Format { get; }

    public IReadOnlyList<string> ManifestExpressions => _manifestExpressions;

    public IReadOnlyList<string?> StringFormats => _stringFormats;

    public IReadOnlyList<IValueProvider> ValueProviders { get; }

    public string ValueExpression => string.Format(CultureInfo.InvariantCulture, Format, _manifestExpressions);

    IEnumerable<object> IValueWithReferences.References => ValueProviders;

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.GetExpression();

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => GetValueAsync(new ValueProviderContext(), cancellationToken);

    public async ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken)
    {
        if (Format.Length == 0)
        {
            return null;
        }

        var values = new object?[ValueProviders.Count];
        for (var index = 0; index < values.Length; index++)
        {
            var value = await ValueProviders[index].GetValueAsync(context, cancellationToken);
            values[index] = value is null ? null : ReferenceFormat.Apply(value, _stringFormats[index]);
        }

        return string.Format(CultureInfo.InvariantCulture, Format, values);
    }

    /// <summary>What the compiler turns an interpolated string into where a reference expression is expected.</summary>
    [InterpolatedStringHandler]
    public ref struct ExpressionInterpolatedStringHandler
    {
        private readonly ReferenceExpressionParts _parts;

        public ExpressionInterpolatedStringHandler(int literalLength, int formattedCount) => _parts = new ReferenceExpressionParts(literalLength, formattedCount);

        public readonly void AppendLiteral(string value) => _parts.AppendText(value);

        public readonly void AppendFormatted(string? value) => _parts.AppendText(value);

        public readonly void AppendFormatted(string? value, string? format = null) => _parts.AppendText(value is null ? null : ReferenceFormat.Apply(value, format));

        public void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider => _parts.AppendProvider(valueProvider, valueProvider, null);

        public void AppendFormatted<T>(T valueProvider, string? format = null)
            where T : IValueProvider, IManifestExpressionProvider => _parts.AppendProvider(valueProvider, valueProvider, format);

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider, null);

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider, string? format = null)
            where T : IResource, IValueProvider, IManifestExpressionProvider
        {
            ArgumentNullException.ThrowIfNull(valueProvider);
            _parts.AppendProvider(valueProvider.Resource, valueProvider.Resource, format);
        }

        internal readonly ReferenceExpression GetExpression() => _parts.Build();
    }
}
