using ITFrame.AppHost.ReplicaSet;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace ITFrame.AppHost.Control;

internal static class ReplicaSetEndpoints
{
    public static void MapReplicaSet(this IEndpointRouteBuilder endpoints, ReplicaSetBoard board)
        => endpoints.MapGet("/replica-set", () => View(board));

    private static ReplicaSetView View(ReplicaSetBoard board)
    {
        var all = board.All;
        // After a partition the former primary may still think that it is one: the highest term is the one that counts.
        var primary = all.Where(item => item.Report.Role == MemberReport.Primary).OrderByDescending(item => item.Report.Term).FirstOrDefault();
        return new ReplicaSetView(
            board.SetName,
            all.Max(item => item.Report.Term),
            primary.Member?.Name,
            [.. all.Select(item => new MemberView(
                item.Member.Name,
                item.Member.Site,
                item.Member.Host,
                item.Member.LoopbackPort,
                item.Report.Role,
                item.Report.Term,
                primary.Report?.AppliedAt is { } latest && item.Report.AppliedAt is { } applied ? Math.Max(0, (latest - applied).TotalSeconds) : null))]);
    }

    internal sealed record ReplicaSetView(string Name, long? Term, string? Primary, IReadOnlyList<MemberView> Members);

    /// <summary>A member by its resource's name; <c>LagSeconds</c> is how far it is behind the primary.</summary>
    internal sealed record MemberView(string Name, string Site, string Host, int LoopbackPort, string Role, long? Term, double? LagSeconds);
}
