using ITFrame.Drills.Commands;

return await DrillProgram.RunAsync(args);
