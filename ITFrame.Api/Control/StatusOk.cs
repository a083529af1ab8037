namespace ITFrame.Api.Control;

/// <summary>What the DJ's part of the panel reads as success.</summary>
internal sealed record StatusOk
{
    public string Status { get; init; } = "ok";
}
