using ITFrame.Console;

await ConsoleApplication.Build(args).RunAsync();
