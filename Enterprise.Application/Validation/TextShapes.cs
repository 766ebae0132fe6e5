using Enterprise.Application.Passwords;

namespace Enterprise.Application.Validation;

/// <summary>The shapes of the texts that the rules judge, made of the constants that the checks use.</summary>
public static class TextShapes
{
    public static readonly TextShape EmailAddress = new(null, Domain.Accounts.EmailAddress.MaxLength, "email");

    public static readonly TextShape PersonName = new(1, Domain.Accounts.PersonName.MaxLength);

    public static readonly TextShape RoleName = new(
        1,
        Domain.Roles.RoleName.MaxLength,
        Pattern: Domain.Roles.RoleName.Pattern
    );

    public static readonly TextShape RoleDescription = new(null, Domain.Roles.RoleDescription.MaxLength);

    public static readonly TextShape NewPassword = new(PasswordRules.MinLength, PasswordRules.MaxLength);

    public static readonly TextShape Credential = new(1, Rules.CredentialMaxLength);
}
