using ITFrame.AppHost.Publishing.Model;
using k8s;
using k8s.Models;

namespace ITFrame.AppHost.Publishing.Kubernetes;

/// <summary>A collector that the site's services send to, and the dashboard behind it: a component that an overlay may take in.</summary>
internal static class TelemetryObjects
{
    private const string SettingsVolume = "settings";
    private const string SettingsPath = "/etc/otelcol";
    private const string SettingsFile = "collector.yaml";
    private const string OtlpPortName = "otlp";
    private const string PagePortName = "https";
    private const string HealthPortName = "health";

    public static IEnumerable<IKubernetesObject> Collector()
    {
        var settings = TelemetryPlan.CollectorConfiguration();
        yield return BaseObjects.Typed(new V1ConfigMap
        {
            Metadata = BaseObjects.Metadata(TelemetryPlan.Collector),
            Data = new Dictionary<string, string> { [SettingsFile] = settings },
        });
        var container = Container(TelemetryPlan.Collector, Images.Collector);
        container.Args = [$"--config={SettingsPath}/{SettingsFile}"];
        container.Env = [WithName(PodFactory.Secret(TelemetryPlan.OtlpKey), "ITFRAME_OTLP_KEY")];
        container.Ports = [Port(OtlpPortName, TelemetryPlan.CollectorPort), Port(HealthPortName, TelemetryPlan.CollectorHealthPort)];
        container.ReadinessProbe = new V1Probe { HttpGet = new V1HTTPGetAction { Path = "/", Port = HealthPortName } };
        container.VolumeMounts.Add(PodFactory.Mount(SettingsVolume, SettingsPath, isReadOnly: true));
        var pod = Pod(TelemetryPlan.Collector, container);
        pod.Volumes.Add(new V1Volume { Name = SettingsVolume, ConfigMap = new V1ConfigMapVolumeSource { Name = TelemetryPlan.Collector } });
        var deployment = Deployment(TelemetryPlan.Collector, pod);
        deployment.Spec.Template.Metadata.Annotations = new Dictionary<string, string> { [Names.SettingsAnnotation] = Names.Digest(settings) };
        yield return deployment;
        yield return Service(TelemetryPlan.Collector, (OtlpPortName, TelemetryPlan.CollectorPort));
        yield return OverlayObjects.Certificate(Names.Tls(TelemetryPlan.Collector), "services", [TelemetryPlan.Collector]);
    }

    public static IEnumerable<IKubernetesObject> Dashboard()
    {
        var container = Container(TelemetryPlan.Dashboard, Images.Dashboard);
        container.Env =
        [
            .. TelemetryPlan.DashboardSettings.Select(setting => new V1EnvVar { Name = setting.Key, Value = setting.Value }),
            WithName(PodFactory.Secret(TelemetryPlan.DashboardToken), TelemetryPlan.DashboardTokenVariable),
            WithName(PodFactory.Secret(TelemetryPlan.OtlpKey), TelemetryPlan.DashboardKeyVariable),
        ];
        container.Ports = [Port(PagePortName, TelemetryPlan.DashboardPort), Port(OtlpPortName, TelemetryPlan.DashboardOtlpPort)];
        container.ReadinessProbe = new V1Probe { TcpSocket = new V1TCPSocketAction { Port = PagePortName } };
        yield return Deployment(TelemetryPlan.Dashboard, Pod(TelemetryPlan.Dashboard, container));
        yield return Service(TelemetryPlan.Dashboard, (PagePortName, TelemetryPlan.DashboardPort), (OtlpPortName, TelemetryPlan.DashboardOtlpPort));
        yield return OverlayObjects.Certificate(Names.Tls(TelemetryPlan.Dashboard), "services", [TelemetryPlan.Dashboard, "localhost"]);
    }

    /// <summary>Services send to the collector, it sends to the dashboard; people come by a port-forward, which no policy sees.</summary>
    public static IEnumerable<IKubernetesObject> Policies(IReadOnlyList<string> senders)
    {
        foreach (var sender in senders)
        {
            yield return NetworkPolicies.Policy($"{sender}-telemetry", NetworkPolicies.Selector(sender), null, [To(TelemetryPlan.Collector, TelemetryPlan.CollectorPort)]);
        }

        yield return NetworkPolicies.Policy(
            TelemetryPlan.Collector,
            NetworkPolicies.Selector(TelemetryPlan.Collector),
            [From(senders, TelemetryPlan.CollectorPort)],
            [To(TelemetryPlan.Dashboard, TelemetryPlan.DashboardOtlpPort)]);
        yield return NetworkPolicies.Policy(
            TelemetryPlan.Dashboard, NetworkPolicies.Selector(TelemetryPlan.Dashboard), [From([TelemetryPlan.Collector], TelemetryPlan.DashboardOtlpPort)], []);
    }

    private static V1NetworkPolicyEgressRule To(string name, int port) => new() { To = [NetworkPolicies.Pods(name)], Ports = [NetworkPolicies.Port(port)] };

    private static V1NetworkPolicyIngressRule From(IEnumerable<string> names, int port)
        => new() { FromProperty = [.. names.Select(NetworkPolicies.Pods)], Ports = [NetworkPolicies.Port(port)] };

    private static V1EnvVar WithName(V1EnvVar variable, string name)
    {
        variable.Name = name;
        return variable;
    }

    private static V1ContainerPort Port(string name, int port) => new() { Name = name, ContainerPort = port, Protocol = "TCP" };

    private static V1Container Container(string name, string image)
    {
        var container = PodFactory.Container(name, image);
        container.Resources = PodFactory.Resources(100, TelemetryPlan.Memory);
        container.VolumeMounts = [PodFactory.TemporaryMount(), PodFactory.TlsMount()];
        return container;
    }

    private static V1PodSpec Pod(string name, V1Container container)
    {
        var pod = PodFactory.Pod(container, TelemetryPlan.User);
        pod.Volumes = [PodFactory.Temporary(), PodFactory.PlainTls(name)];
        return pod;
    }

    private static V1Deployment Deployment(string name, V1PodSpec pod) => BaseObjects.Typed(new V1Deployment
    {
        Metadata = BaseObjects.Metadata(name),
        Spec = new V1DeploymentSpec
        {
            Replicas = 1,
            Selector = NetworkPolicies.Selector(name),
            Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = PodFactory.Labels(name) }, Spec = pod },
        },
    });

    private static V1Service Service(string name, params (string Name, int Port)[] ports) => BaseObjects.Service(name, name, ports);
}
