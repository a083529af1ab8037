using ITFrame.AppHost.Publishing.Compose;
using ITFrame.AppHost.Publishing.Kubernetes;
using ITFrame.AppHost.Publishing.Model;
using ITFrame.AppHost.ReplicaSet;
using ITFrame.AppHost.State;
using ITFrame.AppHost.Topology;

namespace ITFrame.AppHost.Publishing;

/// <summary>Writes down the model as what production runs.</summary>
internal static class Publisher
{
    /// <exception cref="DistributedApplicationException">The model is one that production cannot have.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static async Task PublishAsync(this Lab lab, ReplicaSetResource set, PublishOptions options, CancellationToken cancellationToken)
    {
        Check(lab, options);
        var domain = new Parameter("domain", "The domain of every name: gateway.SITE.DOMAIN and so on.", Example: options.Domain);
        var deployment = await new ModelReader(lab, domain).ReadAsync(set, cancellationToken);
        var files = new ComposePublisher(deployment, options).Files().Concat(new KubernetesPublisher(deployment, options).Files()).ToList();
        foreach (var file in files)
        {
            await WriteAsync(file, options.Output, cancellationToken);
        }

        await Console.Out.WriteLineAsync($"{files.Count} files written to {options.Output}. docs/deploy.md says what to do with them.");
    }

    private static void Check(Lab lab, PublishOptions options)
    {
        if (lab.Options.Layout == LabLayout.Arbiter2016)
        {
            throw new DistributedApplicationException("Lab:Layout=2016 is for the lab: a site that sinks takes the majority with it.");
        }

        if (lab.Certificates is null)
        {
            throw new DistributedApplicationException("Lab:Tls=off is for the lab: production has TLS everywhere.");
        }

        if (options.Networks.Keys.FirstOrDefault(site => !lab.Sites.ContainsKey(site)) is { } unknown)
        {
            throw new DistributedApplicationException($"--network names '{unknown}', which is none of the sites {string.Join(", ", lab.Sites.Keys)}.");
        }

        if (options.Images.Keys.FirstOrDefault(image => !Images.Names.Contains(image)) is { } other)
        {
            throw new DistributedApplicationException($"--image names '{other}', which is none of the images {string.Join(", ", Images.Names)}.");
        }
    }

    private static async Task WriteAsync(GeneratedFile file, string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, file.Content, cancellationToken);
        if (!OperatingSystem.IsWindows() && file.IsExecutable)
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }
}
