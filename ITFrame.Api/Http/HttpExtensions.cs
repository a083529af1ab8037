using System.Text.Json;
using System.Text.Json.Serialization;
using ITFrame.Api.Errors;
using ITFrame.ServiceDefaults.Network;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace ITFrame.Api.Http;

/// <summary>What holds for every request: its size, its JSON, its time, and the site that answered.</summary>
internal static class HttpExtensions
{
    /// <summary>The largest body any operation needs is a player's settings with all their buttons, some 50 KB at most.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    /// <summary>The deepest body is an object with a list of objects; the rest is room for fields to come.</summary>
    private const int MaxJsonDepth = 16;

    public static void AddRequestLimits(this IHostApplicationBuilder builder)
    {
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            var options = json.SerializerOptions;
            options.MaxDepth = MaxJsonDepth;
            // Which of two values counts is anybody's guess, and two parsers guess differently.
            options.AllowDuplicateProperties = false;
            // Existing clients send back what they were given, _id and all: what is not known is ignored.
            options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip;
            options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            options.NumberHandling = JsonNumberHandling.Strict;
            options.ReadCommentHandling = JsonCommentHandling.Disallow;
            options.Converters.Add(new JavaScriptDateConverter());
        });
        builder.Services.AddRequestTimeouts();
        builder.Services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<ApiOptions>>((timeouts, api) => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = api.Value.RequestTimeout,
            WriteTimeoutResponse = context => context.WriteUnavailableAsync("The request took too long. It may or may not have had its effect."),
        });
    }

    public static void UseRequestLimits(this WebApplication app)
    {
        app.UseRequestTimeouts();
        app.UseMiddleware<BodyEncodingMiddleware>();
    }

    /// <summary>Answers carry the site that made them, so that a failover can be seen from outside.</summary>
    public static void UseSiteHeader(this WebApplication app)
    {
        if (app.Configuration[Site.Variable] is { Length: > 0 } site)
        {
            app.Use((context, next) =>
            {
                // On starting, because the exception handler clears what was set before it.
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers["ITFrame-Site"] = site;
                    return Task.CompletedTask;
                });
                return next(context);
            });
        }
    }

    /// <summary>First of all, so that everything after it sees who really calls.</summary>
    public static void UseForwardedFor(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<ApiOptions>>().Value.TrustForwardedFor)
        {
            // Two, because a request may come by way of both regions' gateways.
            var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = 2 };
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
            app.UseForwardedHeaders(options);
        }
    }
}
