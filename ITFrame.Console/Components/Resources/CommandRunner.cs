using ITFrame.Console.LabControl;
using Microsoft.FluentUI.AspNetCore.Components;

namespace ITFrame.Console.Components.Resources;

/// <summary>Runs what a page's buttons ask for: with a question first where there is one, one at a time for each element, and says how it went.</summary>
public sealed class CommandRunner(IDialogService dialogs, Action changed) : IDisposable
{
    private readonly HashSet<string> _busy = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closed = new();

    public (string Text, bool Failed)? Outcome { get; private set; }

    public bool IsBusy(string element) => _busy.Contains(element);

    public async Task RunAsync(string element, string label, string? question, Func<CancellationToken, Task> run)
    {
        if (question is { Length: > 0 })
        {
            var answer = await dialogs.ShowConfirmationAsync(question, $"{label}: {element}", label, "Cancel");
            if (answer.Cancelled)
            {
                return;
            }
        }

        if (!_busy.Add(element))
        {
            return;
        }

        Outcome = null;
        changed();
        try
        {
            await run(_closed.Token);
            Outcome = ($"{element}: {label} done.", false);
        }
        catch (LabControlException exception)
        {
            Outcome = ($"{element}: {label} failed. {exception.Message}", true);
        }
        catch (OperationCanceledException)
        {
            // The page was closed; the command goes on in the lab.
        }
        finally
        {
            _busy.Remove(element);
        }
    }

    public void Forget() => Outcome = null;

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }
}
