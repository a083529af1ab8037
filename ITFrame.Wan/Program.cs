using ITFrame.Wan;

return await WanHost.RunAsync(args);
