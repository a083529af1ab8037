using ITFrame.EmbeddedMongo.Hosting;

return await MemberCommandLine.InvokeAsync(MemberCommandLine.Create(MemberProgram.RunAsync), args);
