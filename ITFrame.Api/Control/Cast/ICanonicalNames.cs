namespace ITFrame.Api.Control.Cast;

internal interface ICanonicalNames
{
    /// <summary>The name that a domain's CNAME records lead to; null where there is no such domain.</summary>
    Task<string?> ResolveAsync(string domain, CancellationToken cancellationToken);
}
