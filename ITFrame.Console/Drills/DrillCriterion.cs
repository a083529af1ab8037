using System.Text.Json;

namespace ITFrame.Console.Drills;

/// <summary>One thing that a drill is judged by; figures come as numbers or as text with a unit.</summary>
public sealed record DrillCriterion(string Text, JsonElement Measured, JsonElement Limit, bool Passed);
