using System.Globalization;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Collects literal text and value providers into a composite format.</summary>
internal sealed class ReferenceExpressionParts(int literalLength = 0, int formattedCount = 0)
{
    private readonly StringBuilder _format = new(literalLength + (formattedCount * 3));
    private readonly List<IValueProvider> _providers = new(formattedCount);
    private readonly List<string> _manifestExpressions = new(formattedCount);
    private readonly List<string?> _stringFormats = new(formattedCount);

    public bool IsEmpty => _format.Length == 0;

    public void AppendText(string? text)
    {
        if (text is not null)
        {
            // The text becomes part of a composite format, so its own braces are doubled.
            _format.Append(text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        }
    }

    public void AppendProvider(IValueProvider provider, IManifestExpressionProvider manifest, string? format)
    {
        ArgumentNullException.ThrowIfNull(provider);
        _format.Append(CultureInfo.InvariantCulture, $"{{{_providers.Count}}}");
        _providers.Add(provider);
        _manifestExpressions.Add(manifest.ValueExpression);
        _stringFormats.Add(format);
    }

    public ReferenceExpression Build() => new(_format.ToString(), [.. _providers], [.. _manifestExpressions], [.. _stringFormats]);
}
