using ITFrame.AppHost.Publishing.Model;

namespace ITFrame.AppHost.Publishing.Kubernetes;

/// <summary>
/// A workload's variables as a cluster has them: replicas of the site behind one name whose addresses are looked up, secrets by
/// reference.
/// </summary>
internal sealed class Settings(Deployment deployment, PublishOptions options, string site)
{
    /// <summary>Variables without secrets, for a ConfigMap.</summary>
    public SortedDictionary<string, string> Plain(WorkloadGroup group)
    {
        var plain = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in Merged(group).Where(variable => !variable.Value.Parameters.Any(parameter => parameter.IsSecret)))
        {
            plain[name] = Concrete(text);
        }

        return plain;
    }

    /// <summary>Variables with secrets in them, with <c>$(SECRET)</c> where one is, and the secrets themselves.</summary>
    public (IReadOnlyList<Parameter> Secrets, IReadOnlyList<KeyValuePair<string, string>> Variables) Secret(WorkloadGroup group)
    {
        var variables = Merged(group).Where(variable => variable.Value.Parameters.Any(parameter => parameter.IsSecret)).ToList();
        return (
            [.. variables.SelectMany(variable => variable.Value.Parameters).Where(parameter => parameter.IsSecret).DistinctBy(parameter => parameter.Name)],
            [.. variables.Select(variable => KeyValuePair.Create(variable.Key, Concrete(variable.Value)))]);
    }

    /// <summary>A text with the domain and all defaults filled in.</summary>
    public string Concrete(Text text)
        => text.Render(literal => literal.Replace("$(", "$$(", StringComparison.Ordinal), parameter =>
            parameter.IsSecret ? $"$({parameter.Variable})"
            : parameter.Name == deployment.Domain.Name ? options.Domain
            : parameter.Default ?? throw new DistributedApplicationException($"The parameter '{parameter.Name}' has no value."));

    private IEnumerable<KeyValuePair<string, Text>> Merged(WorkloadGroup group)
    {
        var replicas = deployment.In(site).Where(service => service.Workload.Scaling is not null && service.Resource != group.First.Resource).ToList();
        foreach (var (name, text) in group.First.Environment)
        {
            // Where a Gateway passes connections on, all clients come from its address. cert-manager answers the authority by DNS,
            // without the hub.
            if ((options.GatewayClass is not null && name.StartsWith("Gateway__RateLimits__Client__", StringComparison.Ordinal))
                || text.Parameters.Contains(ProductionSettings.AcmeToken))
            {
                continue;
            }

            var replica = replicas.FirstOrDefault(other => name.Contains($"__{other.Resource}__", StringComparison.Ordinal));
            if (replica is null)
            {
                yield return KeyValuePair.Create(name, text);
            }
            else if (replica == replicas.First(other => other.Kind == replica.Kind))
            {
                // One name for all replicas of the site: the gateway makes a destination of each of its addresses.
                var merged = WorkloadGroup.NameOf(replica);
                yield return KeyValuePair.Create(
                    name.Replace($"__{replica.Resource}__", $"__{merged}-{site}__", StringComparison.Ordinal),
                    Text.Of(Concrete(text).Replace($"{replica.HealthPort.Host}.{options.Domain}", merged, StringComparison.Ordinal)));
            }
        }

        if (group.Workload == Workloads.Gateway)
        {
            yield return KeyValuePair.Create("Gateway__Resolution__Enabled", Text.Of("true"));
        }
    }
}
