using MongoDB.Bson;

namespace ITFrame.Api.Control.Users;

/// <summary>A customer, collection <c>control_users</c>.</summary>
internal sealed record ControlUserDocument
{
    public required ObjectId Id { get; init; }

    /// <summary>In lower case: it is what people log in with.</summary>
    public required string Email { get; init; }

    /// <summary>What ASP.NET's <c>PasswordHasher</c> makes of the password.</summary>
    public required string PasswordHash { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Company { get; init; }

    public string? Phone { get; init; }

    public string? Address { get; init; }

    public string? Country { get; init; }

    /// <summary>Whether the customer has the auto-DJ.</summary>
    public bool HasDj { get; init; }

    public IReadOnlyList<ProductDocument> Products { get; init; } = [];

    /// <summary>The form in which an email address is stored and looked for.</summary>
    public static string Normalize(string email) => email.Trim().ToLowerInvariant();
}
