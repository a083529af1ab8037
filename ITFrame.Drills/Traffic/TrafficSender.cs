using System.Globalization;
using System.Text.Json;
using ITFrame.Drills.Checking;
using ITFrame.Drills.Clients;
using ITFrame.Drills.Lab;

namespace ITFrame.Drills.Traffic;

/// <summary>Sends operations, and writes down what their clients were told.</summary>
/// <param name="runId">The run.</param>
/// <param name="clients">Who sends.</param>
/// <param name="requests">The hub's operations.</param>
/// <param name="registers">What clients have seen of settings.</param>
/// <param name="stations">Stations with one writer.</param>
/// <param name="sessions">Listeners' sessions.</param>
/// <param name="patience">How long a client waits.</param>
/// <param name="now">The time since the start of the run.</param>
/// <param name="record">Takes each record.</param>
internal sealed class TrafficSender(
    string runId,
    ClientPool clients,
    HubRequests requests,
    Registers registers,
    StationWriters stations,
    OpenSessions sessions,
    TimeSpan patience,
    Func<TimeSpan> now,
    Action<OperationRecord> record)
{
    private const int Conflict = 412;

    /// <summary>Makes the stations whose settings are read and changed, each with a first value that every client knows.</summary>
    /// <returns>Those writes: part of the history that is checked, and of no figure.</returns>
    /// <exception cref="LabException">One of them did not succeed: then there is no drill.</exception>
    public async Task<IReadOnlyList<OperationRecord>> PrepareAsync(int count, CancellationToken cancellationToken)
    {
        var first = new List<OperationRecord>();
        foreach (var station in registers.Stations)
        {
            var operation = new Operation(-1, OperationKind.PlayerSettings, 0, TimeSpan.Zero, new WriteValue(station, 0, $"drill {runId} first")) { Register = station };
            var response = await clients[0].SendAsync(requests.For(operation, view: null), patience, cancellationToken);
            if (response is not { Outcome: ClientOutcome.Succeeded, Revision: { } revision })
            {
                throw new LabException($"The settings of {station} cannot be made: {response.Failure ?? response.Outcome.ToString()}");
            }

            registers.SeenByAll(count, station, new RegisterView(revision, operation.Write!.Text, response.Token));
            first.Add(new OperationRecord(operation, TimeSpan.Zero, response with { Body = [] })
            {
                Access = new RegisterAccess(station, RegisterCallKind.Write, TimeSpan.Zero, operation.Write.Text, Expected: null, revision, Read: null),
            });
        }

        return first;
    }

    /// <summary>Sends the request, or the two of a change of settings.</summary>
    public async Task SendAsync(Operation operation, CancellationToken cancellationToken)
    {
        if (operation.Kind != OperationKind.ChangeSettings)
        {
            await SendOneAsync(operation, cancellationToken);
            return;
        }

        // A person opens the page and then saves it. Only what was read can be changed.
        var read = operation with { Kind = OperationKind.ReadSettings, Write = null };
        if ((await SendOneAsync(read, cancellationToken)).IsAcknowledged)
        {
            await SendOneAsync(operation with { IntendedStart = now() }, cancellationToken);
        }
    }

    /// <summary>Notes an arrival that was never sent.</summary>
    public void Overflow(Operation operation)
        => Finish(new OperationRecord(operation, now(), new ClientResponse(ClientOutcome.Overflow) { Failure = "too many requests were under way" }));

    private async Task<OperationRecord> SendOneAsync(Operation operation, CancellationToken cancellationToken)
    {
        var view = operation.Register is { } station ? registers.ViewOf(operation.Client, station) : null;
        var invoked = now();
        // A request that is sent late has less time left: its client began to wait when it was due.
        var response = await clients[operation.Client].SendAsync(requests.For(operation, view), patience - (invoked - operation.IntendedStart), cancellationToken);
        return Finish(Interpret(operation, view, invoked, response));
    }

    private OperationRecord Interpret(Operation operation, RegisterView? view, TimeSpan invoked, ClientResponse response)
    {
        // Somebody else was faster: an answer like any other. Whether an earlier attempt of this very change was faster cannot be told.
        var isConflict = operation.Kind == OperationKind.ChangeSettings && response is { Status: Conflict, Outcome: ClientOutcome.Rejected };
        var result = new OperationRecord(operation, now(), isConflict ? response with { Outcome = ClientOutcome.Succeeded, Failure = null, Body = [] } : response with { Body = [] })
        {
            IsConflict = isConflict,
        };
        var answered = response.Outcome == ClientOutcome.Succeeded;
        switch (operation.Kind)
        {
            case OperationKind.CreateSession when answered && Text(response.Body, "uid") is { } id:
                sessions.Add(id);
                return result;
            case OperationKind.ReadSettings:
                var value = answered ? Text(response.Body, "name") : null;
                See(operation, response, value);
                return result with { Access = new RegisterAccess(operation.Register!, RegisterCallKind.Read, invoked, null, null, response.Revision, value) };
            case OperationKind.ChangeSettings:
                See(operation, response, operation.Write!.Text);
                return result with { Access = new RegisterAccess(operation.Register!, RegisterCallKind.Swap, invoked, operation.Write.Text, view?.Value, answered ? response.Revision : null, null) };
            default:
                return result;
        }
    }

    private void See(Operation operation, ClientResponse response, string? value)
    {
        if (response is { Outcome: ClientOutcome.Succeeded, Revision: { } revision })
        {
            registers.See(operation.Client, operation.Register!, new RegisterView(revision, value, response.Token));
        }
    }

    private OperationRecord Finish(OperationRecord result)
    {
        if (result.Operation is { Kind: OperationKind.PlayerSettings, Register: null, Write: { } write })
        {
            stations.Return(write.Station);
        }

        record(result);
        return result;
    }

    private static string? Text(byte[] json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var value) ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
