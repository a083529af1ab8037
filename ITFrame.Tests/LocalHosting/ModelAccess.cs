using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace ITFrame.Tests.LocalHosting;

internal static class ModelAccess
{
    public static IEnumerable<IResource> Resources(this DistributedApplication application) => application.Services.GetRequiredService<DistributedApplicationModel>().Resources;

    public static ProjectResource GetProject(this DistributedApplication application, string name) => application.Resources().OfType<ProjectResource>().Single(resource => resource.Name == name);
}
