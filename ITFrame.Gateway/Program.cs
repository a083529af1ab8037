using ITFrame.Gateway;
using ITFrame.ServiceDefaults.Health;

return HealthProbe.IsAskedFor(args) ? await HealthProbe.RunAsync(args) : await GatewayHost.RunAsync(args);
