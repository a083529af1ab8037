namespace ITFrame.Console.Hosting;

/// <summary>Says of a connection which listener took it.</summary>
internal sealed record ListenerFeature(Listener Listener);
