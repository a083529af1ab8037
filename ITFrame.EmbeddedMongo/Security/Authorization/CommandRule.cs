using ITFrame.EmbeddedMongo.Wire;

namespace ITFrame.EmbeddedMongo.Security.Authorization;

/// <summary>Who may run a command.</summary>
/// <param name="NeedsUser">Whether somebody must have authenticated at all.</param>
/// <param name="Allows">Whether those who have may run it as it was sent.</param>
internal sealed record CommandRule(bool NeedsUser, Func<AuthorizationSession, WireRequest, bool> Allows);
