using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Changes the options of a builder that a test has asked for.</summary>
internal interface IBuilderInterceptor
{
    void Configure(DistributedApplicationOptions options, HostApplicationBuilderSettings settings);
}
