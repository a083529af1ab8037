namespace ITFrame.Console.Map;

/// <summary>A link's way between the borders of two sites, and where its label stands.</summary>
/// <param name="A">The site at its first point.</param>
/// <param name="Points">At least two; lines between them are level or upright.</param>
/// <param name="Label">Middle of the label.</param>
public sealed record LinkRoute(string A, IReadOnlyList<Point> Points, Point Label);
