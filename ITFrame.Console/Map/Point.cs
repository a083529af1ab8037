namespace ITFrame.Console.Map;

/// <summary>A place on the map, in its units.</summary>
public readonly record struct Point(double X, double Y);
