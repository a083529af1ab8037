using System.Text;
using ITFrame.AppHost.Publishing.Model;

namespace ITFrame.AppHost.Publishing.Compose;

/// <summary>The parameters that a site's files have used, for its <c>.env.example</c>.</summary>
internal sealed class ComposeParameters
{
    private readonly List<(Parameter Parameter, bool IsTelemetry)> _used = [];

    /// <summary>Writes a text, and remembers its parameters.</summary>
    public string Use(Text text, bool isTelemetry = false)
    {
        foreach (var parameter in text.Parameters)
        {
            Use(parameter, isTelemetry);
        }

        return text.ToCompose();
    }

    public string Use(Parameter parameter, bool isTelemetry = false)
    {
        if (_used.All(used => used.Parameter.Name != parameter.Name))
        {
            _used.Add((parameter, isTelemetry));
        }

        return parameter.ToCompose();
    }

    public string Write(string site)
    {
        var text = new StringBuilder($"""
            # Settings of the site {site}: copy to .env, mode 600. What is not set and has no default ends docker-compose with its name.
            # Secrets are the same at every site. One is made by: openssl rand -hex 32

            COMPOSE_PROJECT_NAME=itframe
            # With the OpenTelemetry Collector and the Aspire dashboard: compose.yaml:compose.telemetry.yaml
            COMPOSE_FILE=compose.yaml

            """);
        Append(text, "\n", _used.Where(used => !used.IsTelemetry && !used.Parameter.IsSecret));
        Append(text, "\n# Secrets.\n", _used.Where(used => !used.IsTelemetry && used.Parameter.IsSecret));
        Append(text, "\n# Only with compose.telemetry.yaml.\n", _used.Where(used => used.IsTelemetry));
        return text.Replace("\r\n", "\n").ToString();
    }

    private static void Append(StringBuilder text, string heading, IEnumerable<(Parameter Parameter, bool IsTelemetry)> used)
    {
        text.Append(heading);
        foreach (var (parameter, _) in used)
        {
            text.Append($"# {parameter.Description}\n");
            text.Append(parameter.Default is { } value ? $"#{parameter.Variable}={value}\n" : $"{parameter.Variable}={parameter.Example}\n");
        }
    }
}
