namespace ITFrame.Api.Control.Users;

/// <summary>What the panel shows of its user.</summary>
internal sealed record UserInfo
{
    public required string Id { get; init; }

    public required string Email { get; init; }

    public required string FirstName { get; init; }

    public required string LastName { get; init; }

    public required string Company { get; init; }

    public required string Phone { get; init; }

    public required string Address { get; init; }

    public required string Country { get; init; }

    public required IReadOnlyList<UserFlag> Flags { get; init; }

    public static UserInfo From(ControlUserDocument user) => new()
    {
        Id = user.Id.ToString(),
        Email = user.Email,
        FirstName = user.FirstName ?? "",
        LastName = user.LastName ?? "",
        Company = user.Company ?? "",
        Phone = user.Phone ?? "",
        Address = user.Address ?? "",
        Country = user.Country ?? "",
        Flags = [new UserFlag("DJ", user.HasDj, "DJ", "Advanced radio automation in the cloud")],
    };
}
