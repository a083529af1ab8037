using ITFrame.EmbeddedMongo.Hosting;

return await MemberCommandLine.Create(MemberProgram.RunAsync).Parse(args).InvokeAsync();
