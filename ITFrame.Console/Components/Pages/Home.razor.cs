using ITFrame.Console.LabControl;
using Microsoft.AspNetCore.Components;
using Microsoft.FluentUI.AspNetCore.Components;

namespace ITFrame.Console.Components.Pages;

/// <summary>The lab's resources, live, with what can be done to each.</summary>
public sealed partial class Home
{
    private readonly HashSet<string> _busy = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closed = new();
    private IReadOnlyList<LabResource> _resources = [];
    private string? _problem;
    private string? _logsOf;
    private (string Text, bool Failed)? _outcome;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    private string Summary
    {
        get
        {
            var processes = _resources.Where(resource => resource.Kind is not ("site" or "replica-set")).ToArray();
            var running = processes.Count(resource => resource.State == "Running");
            var unhealthy = processes.Count(resource => resource.State == "Running" && resource.Health is "Unhealthy" or "Degraded");
            return $"{running} of {processes.Length} running{(unhealthy > 0 ? $", {unhealthy} not healthy" : "")}";
        }
    }

    protected override void OnInitialized()
    {
        Follow(Store.Signal);
        Refresh();
    }

    protected override void Refresh()
    {
        _resources = Store.List();
        _problem = Store.Problem;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _closed.Cancel();
            _closed.Dispose();
        }
    }

    private void ToggleLogs(string name) => _logsOf = _logsOf == name ? null : name;

    private async Task ExecuteAsync(LabResource resource, LabCommand command)
    {
        var label = command.Label;
        if (command.Confirmation is { Length: > 0 } question)
        {
            var answer = await Dialogs.ShowConfirmationAsync(question, $"{label}: {resource.Name}", label, "Cancel");
            if (answer.Cancelled)
            {
                return;
            }
        }

        if (!_busy.Add(resource.Name))
        {
            return;
        }

        _outcome = null;
        StateHasChanged();
        try
        {
            await Control.ExecuteAsync(resource.Name, command.Name, _closed.Token);
            _outcome = ($"{resource.Name}: {label} done.", false);
        }
        catch (LabControlException exception)
        {
            _outcome = ($"{resource.Name}: {label} failed. {exception.Message}", true);
        }
        catch (OperationCanceledException)
        {
            // The page was closed; the command goes on in the lab.
        }
        finally
        {
            _busy.Remove(resource.Name);
        }
    }
}
