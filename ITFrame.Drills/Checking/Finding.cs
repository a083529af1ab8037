namespace ITFrame.Drills.Checking;

/// <summary>A promise that was broken.</summary>
/// <param name="Rule">The promise: see <see cref="Rules"/>.</param>
/// <param name="Text">What was found.</param>
internal sealed record Finding(string Rule, string Text);
