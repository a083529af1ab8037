using System.Globalization;
using System.Text;

namespace ITFrame.Console.Map;

/// <summary>A way on the map as SVG's path data.</summary>
public sealed record FlowPath(string Data)
{
    /// <summary>Half the distance between the two directions on one link.</summary>
    private const double Lane = 3;

    /// <summary>Between two nodes of one site, which stand one above the other.</summary>
    public static FlowPath Within(Box from, Box to)
    {
        var down = from.Center.Y <= to.Center.Y;
        // Where the narrower one of the two stands: lines into a row of nodes then leave side by side.
        var (start, end) = (Anchor(from, to, down ? from.Bottom : from.Y), Anchor(to, from, down ? to.Y : to.Bottom));
        var middle = (start.Y + end.Y) / 2;
        return new FlowPath(Format($"M{start.X} {start.Y}C{start.X} {middle} {end.X} {middle} {end.X} {end.Y}"));
    }

    public static FlowPath Through(Box from, Box to, LinkRoute link, string fromSite)
    {
        var points = link.A == fromSite ? link.Points.ToList() : Enumerable.Reverse(link.Points).ToList();
        // To the right of the direction, as traffic keeps to one side.
        points = [.. points.Select((point, i) => Shift(point, points[Math.Max(0, i - 1)], points[Math.Min(points.Count - 1, i + 1)]))];
        var path = new StringBuilder();
        var (enter, leave) = (points[0], points[^1]);
        var start = Edge(from, enter);
        var end = Edge(to, leave);
        path.Append(Format($"M{start.X} {start.Y}")).Append(Bend(start, enter));
        foreach (var point in points.Skip(1))
        {
            path.Append(Format($"L{point.X} {point.Y}"));
        }

        path.Append(Bend(leave, end));
        return new FlowPath(path.ToString());
    }

    private static Point Shift(Point point, Point former, Point next)
    {
        var (x, y) = (next.X - former.X, next.Y - former.Y);
        var length = Math.Max(1, Math.Sqrt((x * x) + (y * y)));
        return new Point(point.X - (y / length * Lane), point.Y + (x / length * Lane));
    }

    private static Point Anchor(Box box, Box other, double y)
    {
        var left = Math.Max(box.X, other.X);
        var right = Math.Min(box.Right, other.Right);
        return new Point(right > left ? (left + right) / 2 : box.Center.X, y);
    }

    // The side that faces the point.
    private static Point Edge(Box box, Point toward)
        => toward.X > box.Right ? new Point(box.Right, box.Center.Y)
            : toward.X < box.X ? new Point(box.X, box.Center.Y)
            : new Point(box.Center.X, toward.Y > box.Center.Y ? box.Bottom : box.Y);

    private static string Bend(Point from, Point to)
    {
        var middle = (from.X + to.X) / 2;
        return Math.Abs(to.X - from.X) < 1 || Math.Abs(to.Y - from.Y) < 1
            ? Format($"L{to.X} {to.Y}")
            : Format($"C{middle} {from.Y} {middle} {to.Y} {to.X} {to.Y}");
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
