namespace ITFrame.AppHost.Faults;

/// <summary>The signals that faults are made of.</summary>
internal enum Signal
{
    /// <summary>SIGKILL: the process ends without a word.</summary>
    Kill,

    /// <summary>SIGSTOP: the process holds its connections and does nothing.</summary>
    Stop,

    /// <summary>SIGCONT: a stopped process goes on.</summary>
    Continue,

    /// <summary>SIGTERM: the process is asked to end in order.</summary>
    Terminate,
}
