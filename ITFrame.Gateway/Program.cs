using ITFrame.Gateway;

return await GatewayHost.RunAsync(args);
