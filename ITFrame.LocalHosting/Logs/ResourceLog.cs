using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The last lines that one resource wrote, and those who watch for more.</summary>
internal sealed class ResourceLog
{
    /// <summary>A chatty service must not fill the memory of the AppHost.</summary>
    public const int Capacity = 10_000;

    /// <summary>Marks lines that come from the orchestrator, not from the process.</summary>
    public const string OrchestratorMark = "[sys] ";

    private const string TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    private readonly TimeProvider _time;
    private readonly Action<bool> _subscribersChanged;
    private readonly Lock _gate = new();
    private readonly Queue<LogLine> _backlog = new();
    private readonly List<ChannelWriter<LogLine>> _watchers = [];
    private int _lastLineNumber;

    public ResourceLog(TimeProvider time, Action<bool> subscribersChanged)
    {
        _time = time;
        _subscribersChanged = subscribersChanged;
        Logger = new ResourceLogger(this);
    }

    public ILogger Logger { get; }

    /// <summary>Called with each line; set when resource logs go to the AppHost's own log too.</summary>
    public Action<LogLine>? LineWritten { get; set; }

    public bool HasSubscribers
    {
        get
        {
            lock (_gate)
            {
                return _watchers.Count > 0;
            }
        }
    }

    public static string WithoutTimestamp(string content) => content.Length > TimestampFormat.Length ? content[(TimestampFormat.Length + 1)..] : content;

    public void Append(string text, bool isError)
    {
        LogLine line;
        lock (_gate)
        {
            var timestamp = _time.GetUtcNow().UtcDateTime.ToString(TimestampFormat, CultureInfo.InvariantCulture);
            line = new LogLine(++_lastLineNumber, $"{timestamp} {text}", isError);
            _backlog.Enqueue(line);
            if (_backlog.Count > Capacity)
            {
                _backlog.Dequeue();
            }

            foreach (var watcher in _watchers)
            {
                watcher.TryWrite(line);
            }
        }

        LineWritten?.Invoke(line);
    }

    public IReadOnlyList<LogLine> Snapshot()
    {
        lock (_gate)
        {
            return [.. _backlog];
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _backlog.Clear();
        }
    }

    /// <summary>Ends the watchers there are; a restarted resource writes on into the same log.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            foreach (var watcher in _watchers)
            {
                watcher.TryComplete();
            }
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateBounded<LogLine>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        IReadOnlyList<LogLine> backlog;
        bool first;
        lock (_gate)
        {
            backlog = [.. _backlog];
            _watchers.Add(channel.Writer);
            first = _watchers.Count == 1;
        }

        if (first)
        {
            _subscribersChanged(true);
        }

        try
        {
            if (backlog.Count > 0)
            {
                yield return backlog;
            }

            while (await channel.Reader.WaitToReadAsync(cancellationToken))
            {
                var lines = new List<LogLine>();
                while (channel.Reader.TryRead(out var line))
                {
                    lines.Add(line);
                }

                yield return lines;
            }
        }
        finally
        {
            bool last;
            lock (_gate)
            {
                last = _watchers.Remove(channel.Writer) && _watchers.Count == 0;
            }

            if (last)
            {
                _subscribersChanged(false);
            }
        }
    }
}
