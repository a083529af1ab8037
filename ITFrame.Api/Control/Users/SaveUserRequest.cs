using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Identity;
using MongoDB.Bson;

namespace ITFrame.Api.Control.Users;

/// <summary>A customer, as the shop that sells to them makes or changes one.</summary>
internal sealed record SaveUserRequest
{
    public const int MinPasswordLength = 8;

    /// <summary>Hashing takes as long as the password is long.</summary>
    public const int MaxPasswordLength = 128;
    public const int MaxTextLength = 256;
    public const int MaxProducts = 200;

    public string? Password { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Company { get; init; }

    public string? Phone { get; init; }

    public string? Address { get; init; }

    public string? Country { get; init; }

    public bool? HasDj { get; init; }

    public IReadOnlyList<SaveProductRequest?>? Products { get; init; }

    public FieldErrors Validate(string email)
    {
        var errors = new FieldErrors();
        if (email.Length > MaxTextLength || email.IndexOf('@', StringComparison.Ordinal) is <= 0 || email.Any(char.IsControl))
        {
            errors.Add("email", "must be an email address.");
        }

        if (Password is not { Length: >= MinPasswordLength and <= MaxPasswordLength })
        {
            errors.Add("password", $"must have {MinPasswordLength} to {MaxPasswordLength} characters.");
        }

        errors.AllowText("firstName", FirstName, MaxTextLength);
        errors.AllowText("lastName", LastName, MaxTextLength);
        errors.AllowText("company", Company, MaxTextLength);
        errors.AllowText("phone", Phone, MaxTextLength);
        errors.AllowText("address", Address?.ReplaceLineEndings(" "), MaxTextLength);
        errors.AllowText("country", Country, MaxTextLength);
        if (Products is { Count: > MaxProducts })
        {
            errors.Add("products", $"must not be more than {MaxProducts}.");
        }
        else
        {
            foreach (var (index, product) in (Products ?? []).Index())
            {
                errors.RequireUsername($"products[{index}].username", product?.Username);
                errors.AllowText($"products[{index}].name", product?.Name, MaxTextLength);
                errors.AllowText($"products[{index}].group", product?.Group, MaxTextLength);
                errors.AllowText($"products[{index}].server", product?.Server, MaxTextLength);
                errors.AllowText($"products[{index}].price", product?.Price, MaxTextLength);
            }
        }

        return errors;
    }

    public ControlUserDocument ToDocument(string email, IPasswordHasher<ControlUserDocument> hasher)
    {
        var user = new ControlUserDocument
        {
            Id = ObjectId.GenerateNewId(),
            Email = ControlUserDocument.Normalize(email),
            PasswordHash = "",
            FirstName = FirstName,
            LastName = LastName,
            Company = Company,
            Phone = Phone,
            Address = Address,
            Country = Country,
            HasDj = HasDj ?? false,
            Products = [.. (Products ?? []).Select((product, index) => product!.ToDocument(index))],
        };
        return user with { PasswordHash = hasher.HashPassword(user, Password!) };
    }
}
