using k8s;
using k8s.Models;

namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>An object of a kind that Kubernetes itself does not have.</summary>
/// <typeparam name="TSpec">What is asked for.</typeparam>
internal abstract class CustomResource<TSpec>(string apiVersion, string kind) : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = apiVersion;

    public string Kind { get; set; } = kind;

    public V1ObjectMeta Metadata { get; set; } = new();

    public TSpec? Spec { get; set; }
}
