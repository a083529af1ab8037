using ITFrame.Gateway;
using ITFrame.ServiceDefaults.Health;
using ITFrame.ServiceDefaults.Hosting;

return HealthProbe.IsAskedFor(args) ? await HealthProbe.RunAsync(args) : await ServiceStart.RunAsync(() => GatewayHost.Build(args));
