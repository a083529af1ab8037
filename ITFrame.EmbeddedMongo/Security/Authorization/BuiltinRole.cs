namespace ITFrame.EmbeddedMongo.Security.Authorization;

/// <summary>A role that every database, or admin alone, has.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsAdminOnly">Whether only admin has it.</param>
/// <param name="Inherits">Roles whose privileges it has as well; a name without a database is of the role's own.</param>
/// <param name="Privileges">Its own privileges, for the database that it belongs to.</param>
internal sealed record BuiltinRole(string Name, bool IsAdminOnly, IReadOnlyList<(string Role, string? Database)> Inherits, Func<string, IEnumerable<Privilege>> Privileges);
