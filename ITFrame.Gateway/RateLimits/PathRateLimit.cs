using ITFrame.Gateway.Routing;

namespace ITFrame.Gateway.RateLimits;

/// <summary>Limits for paths.</summary>
internal sealed record PathRateLimit
{
    /// <summary>The paths, as routes write them: <c>/control/{**path}</c>.</summary>
    public string Path { get; init; } = "";

    /// <summary>For each client. Default none.</summary>
    public RateLimit? Client { get; init; }

    /// <summary>For all clients together. Default none.</summary>
    public RateLimit? Total { get; init; }

    public IEnumerable<string> Validate()
    {
        if (!PathPattern.TryParse(Path, out _))
        {
            yield return $"{nameof(Path)}: '{Path}' is not a path such as /control/{{**path}}.";
        }

        foreach (var error in (Client?.Validate() ?? []).Select(error => $"{nameof(Client)}:{error}")
            .Concat((Total?.Validate() ?? []).Select(error => $"{nameof(Total)}:{error}")))
        {
            yield return error;
        }
    }
}
