namespace ITFrame.EmbeddedMongo.Security.Users;

/// <summary>A user, or a role, of a database: names are unique within one.</summary>
internal readonly record struct UserName(string Name, string Database)
{
    public const string ExternalDatabase = "$external";

    /// <summary>As whom members talk to each other.</summary>
    public static readonly UserName System = new("__system", "local");

    public string Id => $"{Database}.{Name}";

    public override string ToString() => $"{Name}@{Database}";

    /// <summary>From the form that hello takes; null when it is not that.</summary>
    public static UserName? ParseId(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && dot < text.Length - 1 ? new UserName(text[(dot + 1)..], text[..dot]) : null;
    }
}
