using ITFrame.Drills.Checking;
using ITFrame.Drills.Clients;
using ITFrame.Drills.Traffic;

namespace ITFrame.Tests.Drills;

/// <summary>Hand-made parts of histories.</summary>
internal static class Histories
{
    public static OperationRecord Song(int number, ClientOutcome outcome = ClientOutcome.Succeeded, bool sent = true)
        => Record(OperationKind.StoreSong, number, outcome, new WriteValue("demo", number, $"song {number}"), sent);

    public static OperationRecord Setting(string station, int sequence, ClientOutcome outcome = ClientOutcome.Succeeded, bool sent = true)
        => Record(OperationKind.PlayerSettings, sequence, outcome, new WriteValue(station, sequence, $"{station} {sequence}"), sent);

    public static OperationRecord Read(int number, double due, double completed, ClientOutcome outcome = ClientOutcome.Succeeded, int client = 0)
        => new(
            new Operation(number, OperationKind.NowPlaying, client, TimeSpan.FromSeconds(due)),
            TimeSpan.FromSeconds(completed),
            new ClientResponse(outcome));

    private static OperationRecord Record(OperationKind kind, int number, ClientOutcome outcome, WriteValue write, bool sent)
        => new(new Operation(number, kind, 0, TimeSpan.FromSeconds(1), write), TimeSpan.FromSeconds(1), new ClientResponse(outcome) { MayHaveBeenSent = sent });
}
