using System.Globalization;
using System.Text;

namespace ITFrame.Console.Map;

/// <summary>A way on the map as SVG's path data.</summary>
public sealed record FlowPath(string Data)
{
    /// <summary>Half the distance between the two directions on one link.</summary>
    private const double Lane = 3;

    private const double Corner = 7;

    /// <summary>Room between a node and the side of its site, at most.</summary>
    private const double Beside = 14;

    /// <summary>A node whose edge is as near to its site's as this stands in the row at that edge: the head of the site has room above it.</summary>
    private const double Facing = 40;

    /// <summary>How far below a node the way along its row is: within the gap to the next one.</summary>
    private const double Aisle = 6;

    /// <summary>Between two nodes of one site, which stand one above the other.</summary>
    public static FlowPath Within(Box from, Box to)
    {
        var down = from.Center.Y <= to.Center.Y;
        // Where the narrower one of the two stands: lines into a row of nodes then leave side by side.
        var (start, end) = (Anchor(from, to, down ? from.Bottom : from.Y), Anchor(to, from, down ? to.Y : to.Bottom));
        var middle = (start.Y + end.Y) / 2;
        return new FlowPath(Format($"M{start.X} {start.Y}C{start.X} {middle} {end.X} {middle} {end.X} {end.Y}"));
    }

    /// <summary>Between two nodes of different sites: around the nodes that stand between each of them and the link, never behind them.</summary>
    public static FlowPath Through(Box from, Box fromSite, Box to, Box toSite, LinkRoute link, bool isReversed)
    {
        var route = isReversed ? [.. link.Points.Reverse()] : link.Points;
        List<Point> points = [.. WayOut(from, fromSite, route[0]), .. route, .. WayOut(to, toSite, route[^1]).Reverse()];
        return Draw(Straighten(points));
    }

    /// <summary>From a node to the point of its site's border where the link begins, that point left out.</summary>
    private static IEnumerable<Point> WayOut(Box node, Box site, Point gate)
    {
        // What stands for itself, as the clients do, has nothing to get around.
        if (node == site)
        {
            yield return Nearest(node, gate);
            yield break;
        }

        var isLevel = gate.X <= site.X || gate.X >= site.Right;
        if (!isLevel && gate.X > node.X && gate.X < node.Right && (gate.Y <= site.Y ? node.Y - site.Y : site.Bottom - node.Bottom) <= Facing)
        {
            // Nothing stands between it and the gate.
            yield return new Point(gate.X, gate.Y <= site.Y ? node.Y : node.Bottom);
            yield break;
        }

        var isRight = isLevel ? gate.X >= site.Right : gate.X >= site.Center.X;
        var side = isRight ? node.Right : node.X;
        var border = isRight ? site.Right : site.X;
        var channel = border + (isRight ? -Beside / 2 : Beside / 2);
        if (Math.Abs(border - side) <= Beside)
        {
            // Nothing stands between it and the side of its site.
            yield return new Point(side, node.Center.Y);
            yield return new Point(channel, node.Center.Y);
        }
        else
        {
            var aisle = node.Bottom + Aisle;
            yield return new Point(node.Center.X, node.Bottom);
            yield return new Point(node.Center.X, aisle);
            yield return new Point(channel, aisle);
        }

        if (isLevel)
        {
            yield return new Point(channel, gate.Y);
            yield break;
        }

        var strip = gate.Y >= site.Bottom ? site.Bottom - (Beside / 2) : site.Y + (Beside / 2);
        yield return new Point(channel, strip);
        yield return new Point(gate.X, strip);
    }

    private static Point Nearest(Box box, Point gate)
        => new(Math.Clamp(gate.X, box.X, box.Right), Math.Clamp(gate.Y, box.Y, box.Bottom));

    /// <summary>Takes out points that add nothing: twins, and those in the middle of a line.</summary>
    private static List<Point> Straighten(List<Point> points)
    {
        var kept = new List<Point>();
        foreach (var point in points)
        {
            if (kept.Count > 0 && Distance(kept[^1], point) < 0.5)
            {
                continue;
            }

            if (kept.Count > 1 && Direction(kept[^2], kept[^1]) == Direction(kept[^1], point))
            {
                kept.RemoveAt(kept.Count - 1);
            }

            kept.Add(point);
        }

        return kept;
    }

    /// <summary>Lines with round corners, to the right of their direction, as traffic keeps to one side.</summary>
    private static FlowPath Draw(List<Point> points)
    {
        var shifted = points.Select((point, i) => Shift(point, i > 0 ? points[i - 1] : null, i < points.Count - 1 ? points[i + 1] : null)).ToList();
        var path = new StringBuilder(Format($"M{shifted[0].X} {shifted[0].Y}"));
        for (var i = 1; i < shifted.Count - 1; i++)
        {
            var radius = Math.Min(Corner, Math.Min(Distance(shifted[i - 1], shifted[i]), Distance(shifted[i], shifted[i + 1])) / 2);
            var (enter, leave) = (Toward(shifted[i], shifted[i - 1], radius), Toward(shifted[i], shifted[i + 1], radius));
            path.Append(Format($"L{enter.X} {enter.Y}Q{shifted[i].X} {shifted[i].Y} {leave.X} {leave.Y}"));
        }

        return new FlowPath(path.Append(Format($"L{shifted[^1].X} {shifted[^1].Y}")).ToString());
    }

    // At a corner by both of its lines' shifts, so that both stay level or upright.
    private static Point Shift(Point point, Point? former, Point? next)
    {
        var before = former is { } start ? Direction(start, point) : default;
        var after = next is { } end ? Direction(point, end) : default;
        var (x, y) = before == after || after == default ? before : before == default ? after : new Point(before.X + after.X, before.Y + after.Y);
        return new Point(Math.Round(point.X - (y * Lane), 2), Math.Round(point.Y + (x * Lane), 2));
    }

    private static Point Direction(Point from, Point to)
    {
        var length = Math.Max(1e-6, Distance(from, to));
        return new Point(Math.Round((to.X - from.X) / length, 3), Math.Round((to.Y - from.Y) / length, 3));
    }

    private static Point Toward(Point from, Point to, double distance)
    {
        var direction = Direction(from, to);
        return new Point(from.X + (direction.X * distance), from.Y + (direction.Y * distance));
    }

    private static double Distance(Point a, Point b) => Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));

    private static Point Anchor(Box box, Box other, double y)
    {
        var left = Math.Max(box.X, other.X);
        var right = Math.Min(box.Right, other.Right);
        return new Point(right > left ? (left + right) / 2 : box.Center.X, y);
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
