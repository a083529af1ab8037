namespace ITFrame.AppHost.Publishing.Compose.Schema;

/// <summary>The names of a service in a network, beside its own.</summary>
internal sealed record ComposeAliases(IReadOnlyList<string> Aliases);
