using ITFrame.Console;
using ITFrame.ServiceDefaults.Hosting;

return await ServiceStart.RunAsync(() => ConsoleApplication.Build(args));
