using System.Collections;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;

namespace ITFrame.Gateway.Caching;

/// <summary>
/// A request between the server and the application. Server and application keep their context from one request of a connection
/// to the next, each in what the other side shows it; so this shows the server's features to the application.
/// </summary>
internal sealed class CachingContext<TContext>(IFeatureCollection server) : IFeatureCollection, IHostContextContainer<TContext>
    where TContext : notnull
{
    public IFeatureCollection Server => server;

    /// <summary>What the request is answered with; null if the application answers it.</summary>
    public StoredResponse? Hit { get; set; }

    /// <summary>The application's context of the request.</summary>
    public TContext? Inner { get; set; }

    /// <summary>The application's context, kept for the next request.</summary>
    public TContext? HostContext { get; set; }

    public bool IsReadOnly => server.IsReadOnly;

    public int Revision => server.Revision;

    public object? this[Type key]
    {
        get => server[key];
        set => server[key] = value;
    }

    // By type: to pass a generic call on through an interface costs a lookup of the method each time.
    public TFeature? Get<TFeature>() => (TFeature?)server[typeof(TFeature)];

    public void Set<TFeature>(TFeature? instance) => server.Set(instance);

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => server.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
