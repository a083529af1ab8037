namespace ITFrame.Api.Control.Users;

/// <summary>Something that a customer has or has not.</summary>
internal sealed record UserFlag(string Key, bool Active, string Name, string Description);
