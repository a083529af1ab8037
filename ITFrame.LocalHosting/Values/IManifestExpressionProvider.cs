namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that a manifest refers to by an expression.</summary>
public interface IManifestExpressionProvider
{
    string ValueExpression { get; }
}
