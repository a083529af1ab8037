using ITFrame.Gateway.Configuration;
using ITFrame.Gateway.Routing;

namespace ITFrame.Gateway.Caching;

/// <summary>The rules in force.</summary>
internal sealed class CacheRules(GatewaySettings settings)
{
    private volatile Compiled _compiled = Compile(settings.Current.Cache);

    public CacheOptions Options => settings.Current.Cache;

    public CacheRule? Find(string path)
    {
        var options = settings.Current.Cache;
        var compiled = _compiled;
        if (!ReferenceEquals(compiled.Options, options))
        {
            _compiled = compiled = Compile(options);
        }

        foreach (var (pattern, rule) in compiled.Rules)
        {
            if (pattern.IsMatch(path))
            {
                return options.Enabled ? rule : null;
            }
        }

        return null;
    }

    private static Compiled Compile(CacheOptions options)
        => new(options, [.. options.Rules.Select(rule => (PathPattern.TryParse(rule.Path, out var pattern) ? pattern : throw new InvalidOperationException(rule.Path), rule))]);

    private sealed record Compiled(CacheOptions Options, (PathPattern Pattern, CacheRule Rule)[] Rules);
}
