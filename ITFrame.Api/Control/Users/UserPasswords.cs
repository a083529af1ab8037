using Microsoft.AspNetCore.Identity;

namespace ITFrame.Api.Control.Users;

/// <summary>Compares passwords, and takes as long for a user who does not exist.</summary>
internal sealed class UserPasswords(IPasswordHasher<ControlUserDocument> hasher)
{
    private static readonly ControlUserDocument Nobody = new() { Id = default, Email = "", PasswordHash = "" };

    private readonly Lazy<string> _hashOfNobody = new(() => hasher.HashPassword(Nobody, Guid.NewGuid().ToString()));

    public bool IsRight(ControlUserDocument? user, string password)
        => hasher.VerifyHashedPassword(user ?? Nobody, user?.PasswordHash ?? _hashOfNobody.Value, password) != PasswordVerificationResult.Failed
            && user is not null;
}
