namespace Aspire.Hosting.ApplicationModel;

/// <summary>A state with its colour. Text converts to it.</summary>
public sealed record ResourceStateSnapshot(string Text, string? Style)
{
#pragma warning disable CA2225 // The record's constructor is the named alternative.
    public static implicit operator ResourceStateSnapshot?(string? s) => s is null ? null : new ResourceStateSnapshot(s, null);
#pragma warning restore CA2225
}
