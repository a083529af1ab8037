using ITFrame.Console.LabControl;
using ITFrame.Console.Telemetry;
using Microsoft.AspNetCore.Components;

namespace ITFrame.Console.Components.Resources;

/// <summary>A resource's console output, following it, bounded to its last lines.</summary>
public sealed partial class ConsoleLog
{
    private const int MaxLines = 500;
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly BoundedBuffer<(long Sequence, LabLogLine Line)> _buffer = new(MaxLines, MaxBytes, item => 80 + (item.Line.Text.Length * sizeof(char)));
    private readonly CancellationTokenSource _closed = new();
    private ChangeSignal? _signal;
    private (long Sequence, LabLogLine Line)[] _lines = [];
    private string? _problem;

    [Parameter, EditorRequired]
    public string Resource { get; set; } = "";

    [Parameter]
    public EventCallback OnClose { get; set; }

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
        _signal?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _signal = new ChangeSignal(Clock, TimeSpan.FromMilliseconds(250));
            _signal.Changed += () => _ = InvokeAsync(Show);
            _ = FollowAsync(_signal, _closed.Token);
        }
    }

    private async Task FollowAsync(ChangeSignal signal, CancellationToken cancellationToken)
    {
        var sequence = 0L;
        try
        {
            await foreach (var line in Control.FollowLogsAsync(Resource, cancellationToken))
            {
                _buffer.Add((++sequence, line));
                signal.Raise();
            }

            _problem = "The log has ended.";
        }
        catch (LabControlException exception)
        {
            _problem = exception.Message;
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            return;
        }

        await InvokeAsync(Show);
    }

    private void Show()
    {
        _lines = _buffer.ToArray();
        StateHasChanged();
    }
}
