using System.CommandLine;
using ITFrame.EmbeddedMongo.Hosting;

// The member handles signals itself: the parser's own handler would end the process in the middle of a hand-over.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null };
return await MemberCommandLine.Create(MemberProgram.RunAsync).Parse(args).InvokeAsync(invocation);
