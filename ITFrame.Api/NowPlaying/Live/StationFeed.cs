namespace ITFrame.Api.NowPlaying.Live;

/// <summary>A station's part of <see cref="SongFeed"/>, whose lock guards it.</summary>
internal sealed class StationFeed(string username)
{
    private TaskCompletionSource _more = NewSignal();

    public string Username => username;

    /// <summary>Oldest first.</summary>
    public LinkedList<SongEvent> Songs { get; } = [];

    public int Followers { get; set; }

    public Task More => _more.Task;

    /// <summary>Wakes those who follow.</summary>
    public void Signal()
    {
        if (Followers > 0)
        {
            _more.SetResult();
            _more = NewSignal();
        }
    }

    // Followers must not run within the feed's lock.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
