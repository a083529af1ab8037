using ITFrame.Console.Components.Resources;
using ITFrame.Console.LabControl;
using Microsoft.AspNetCore.Components;
using Microsoft.FluentUI.AspNetCore.Components;

namespace ITFrame.Console.Components.Pages;

/// <summary>The lab's resources, live, with what can be done to each.</summary>
public sealed partial class Resources
{
    private IReadOnlyList<LabResource> _resources = [];
    private string? _problem;
    private CommandRunner _runner = default!;

    [SupplyParameterFromQuery(Name = "log")]
    private string? LogsOf { get; set; }

    [SupplyParameterFromQuery(Name = "environment")]
    private string? EnvironmentOf { get; set; }

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

    private bool IsOpenBelow => LogsOf is not null || EnvironmentOf is not null;

    protected override void OnInitialized()
    {
        _runner = new CommandRunner(Dialogs, StateHasChanged);
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
            _runner.Dispose();
        }
    }

    // In the address, so that the map and a colleague can link to it.
    private void Open(string? logsOf = null, string? environmentOf = null)
        => Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters("/resources", new Dictionary<string, object?> { ["log"] = logsOf, ["environment"] = environmentOf }),
            replace: true);

    private Task ExecuteAsync(LabResource resource, LabCommand command)
        => _runner.RunAsync(resource.Name, command.Label, command.Confirmation, token => Control.ExecuteAsync(resource.Name, command.Name, token));
}
