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

    /// <summary>A change of a station's settings that many clients change: <c>value 2</c> at revision 2, and so on.</summary>
    public static OperationRecord Swap(string station, int client, double invoked, double completed, int from, int to, ClientOutcome outcome = ClientOutcome.Succeeded)
        => new(
            new Operation(0, OperationKind.ChangeSettings, client, TimeSpan.FromSeconds(invoked), new WriteValue(station, to, $"value {to}")) { Register = station },
            TimeSpan.FromSeconds(completed),
            new ClientResponse(outcome) { MayHaveBeenSent = true })
        {
            Access = new RegisterAccess(station, RegisterCallKind.Swap, TimeSpan.FromSeconds(invoked), $"value {to}", $"value {from}", outcome == ClientOutcome.Succeeded ? to : null, null),
        };

    /// <summary>A read of such settings.</summary>
    public static OperationRecord ReadSettings(string station, int client, double invoked, double completed, int revision)
        => new(
            new Operation(0, OperationKind.ReadSettings, client, TimeSpan.FromSeconds(invoked)) { Register = station }, TimeSpan.FromSeconds(completed), new ClientResponse(ClientOutcome.Succeeded))
        {
            Access = new RegisterAccess(station, RegisterCallKind.Read, TimeSpan.FromSeconds(invoked), null, null, revision, $"value {revision}"),
        };

    private static OperationRecord Record(OperationKind kind, int number, ClientOutcome outcome, WriteValue write, bool sent)
        => new(new Operation(number, kind, 0, TimeSpan.FromSeconds(1), write), TimeSpan.FromSeconds(1), new ClientResponse(outcome) { MayHaveBeenSent = sent });
}
