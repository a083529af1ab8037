namespace Aspire.Hosting.ApplicationModel;

/// <summary>Whether anybody watches a resource's log.</summary>
public readonly record struct LogSubscriber(string Name, bool AnySubscribers);
