namespace ITFrame.Gateway.Caching;

/// <summary>How long an answer serves: as fresh, and after that while the destinations fail, and while a new one is fetched.</summary>
internal readonly record struct Freshness(TimeSpan Lifetime, TimeSpan StaleIfError, TimeSpan StaleWhileRevalidate)
{
    /// <summary>How long it is worth keeping.</summary>
    public TimeSpan Total => Lifetime + (StaleIfError > StaleWhileRevalidate ? StaleIfError : StaleWhileRevalidate);

    public static Freshness Of(CacheRule rule, CacheControl control)
    {
        var lifetime = control.MaxAge is { } maxAge && maxAge < rule.Lifetime ? maxAge : rule.Lifetime;
        if (control.ForbidsStale)
        {
            return new Freshness(lifetime, TimeSpan.Zero, TimeSpan.Zero);
        }

        var staleIfError = control.StaleIfError is { } asked && asked < rule.StaleIfError ? asked : rule.StaleIfError;
        return new Freshness(lifetime, staleIfError, rule.StaleWhileRevalidate);
    }
}
