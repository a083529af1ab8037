using ITFrame.Drills;

return await DrillProgram.RunAsync(args);
