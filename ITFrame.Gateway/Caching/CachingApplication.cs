using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;

namespace ITFrame.Gateway.Caching;

/// <summary>Answers hits of the cache, and hands everything else to the application.</summary>
internal sealed class CachingApplication<TContext>(IHttpApplication<TContext> application, CacheFastPath cache)
    : IHttpApplication<CachingContext<TContext>>
    where TContext : notnull
{
    public CachingContext<TContext> CreateContext(IFeatureCollection contextFeatures)
    {
        var context = contextFeatures is IHostContextContainer<CachingContext<TContext>> container
            ? container.HostContext ??= new CachingContext<TContext>(contextFeatures)
            : new CachingContext<TContext>(contextFeatures);
        context.Hit = cache.Find(contextFeatures);
        if (context.Hit is null)
        {
            context.Inner = application.CreateContext(context);
        }

        return context;
    }

    public Task ProcessRequestAsync(CachingContext<TContext> context)
        => context.Hit is { } hit ? cache.AnswerAsync(context.Server, hit) : application.ProcessRequestAsync(context.Inner!);

    public void DisposeContext(CachingContext<TContext> context, Exception? exception)
    {
        if (context.Hit is null)
        {
            application.DisposeContext(context.Inner!, exception);
        }
    }
}
