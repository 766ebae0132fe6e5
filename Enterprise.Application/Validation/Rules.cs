using Enterprise.Application.Passwords;
using Enterprise.Domain.Common;
using FluentValidation;

namespace Enterprise.Application.Validation;

/// <summary>The rules that several messages share; each gives a stable code and never repeats the value.</summary>
public static class Rules
{
    /// <summary>Credentials longer than this cannot be right, and are not worth normalising or hashing.</summary>
    public const int CredentialMaxLength = 1024;

    /// <summary>Roles that one person can be given.</summary>
    public const int MaxRoles = 64;

    public static void EmailAddress<T>(this IRuleBuilderInitial<T, string?> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .Shape(TextShapes.EmailAddress)
            .NotEmpty()
            .WithErrorCode("required")
            .WithMessage("An e-mail address is needed.")
            .Must(text => Domain.Accounts.EmailAddress.TryParse(text, out _))
            .WithErrorCode("invalid_email")
            .WithMessage(
                $"This is no e-mail address: name@domain.tld in ASCII, at most {Domain.Accounts.EmailAddress.MaxLength} characters."
            );

    public static void PersonName<T>(this IRuleBuilderInitial<T, string?> rule) =>
        rule.Shape(TextShapes.PersonName)
            .Must(text => text is null || Domain.Accounts.PersonName.TryParse(text, out _))
            .WithErrorCode("invalid_name")
            .WithMessage(
                $"A name has 1 to {Domain.Accounts.PersonName.MaxLength} characters after trimming, and no control characters."
            );

    /// <summary>A credential to be compared, not judged: rules for new ones would tell an attacker what cannot be stored.</summary>
    public static void Credential<T>(this IRuleBuilderInitial<T, Secret?> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .Shape(TextShapes.Credential)
            .Must(secret => !string.IsNullOrEmpty(secret?.Reveal()))
            .WithErrorCode("required")
            .WithMessage("A value is needed.")
            .Must(secret => secret!.Reveal().Length <= CredentialMaxLength)
            .WithErrorCode("too_long")
            .WithMessage($"At most {CredentialMaxLength} characters.");

    /// <summary>A new password, with what its owner's e-mail address and name are.</summary>
    public static void NewPassword<T>(
        this IRuleBuilderInitial<T, Secret?> rule,
        PasswordRules passwords,
        Func<T, (string? Email, string? Name)> owner
    ) =>
        rule.Shape(TextShapes.NewPassword)
            .Custom(
                (secret, context) =>
                {
                    var (email, name) = owner(context.InstanceToValidate);
                    if (passwords.Judge(secret, email, name) is { } broken)
                        context.AddFailure(
                            new FluentValidation.Results.ValidationFailure(context.PropertyPath, broken.Message)
                            {
                                ErrorCode = broken.Code,
                            }
                        );
                }
            );

    public static void RoleName<T>(this IRuleBuilderInitial<T, string?> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .Shape(TextShapes.RoleName)
            .NotEmpty()
            .WithErrorCode("required")
            .WithMessage("A name is needed.")
            .Must(text => Domain.Roles.RoleName.TryParse(text, out _))
            .WithErrorCode("invalid_name")
            .WithMessage(
                $"A role's name has 1 to {Domain.Roles.RoleName.MaxLength} of a-z, 0-9, _ and -, and begins with a letter."
            );

    public static void RoleDescription<T>(this IRuleBuilderInitial<T, string?> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .Shape(TextShapes.RoleDescription)
            .NotNull()
            .WithErrorCode("required")
            .WithMessage("A description is needed; it may be empty.")
            .Must(text => Domain.Roles.RoleDescription.IsValid(text!))
            .WithErrorCode("invalid_description")
            .WithMessage(
                $"A description has at most {Domain.Roles.RoleDescription.MaxLength} characters, and no control characters."
            );

    /// <summary>Names from the catalogue, each once; one error for all of them, however many were sent.</summary>
    public static void Permissions<T>(this IRuleBuilderInitial<T, IReadOnlyList<string>?> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .NotNull()
            .WithErrorCode("required")
            .WithMessage("The permissions are needed; there may be none.")
            .Must(names => names!.All(name => Domain.Roles.Permissions.All.Contains(name, StringComparer.Ordinal)))
            .WithErrorCode("unknown_permission")
            .WithMessage("One of these is no permission; GET /v1/permissions lists them.")
            .Must(names => names!.Distinct(StringComparer.Ordinal).Count() == names!.Count)
            .WithErrorCode("duplicate")
            .WithMessage("One of these stands here twice.");

    /// <summary>Names of roles, each once; whether there are such roles is for the database to say. Nothing is fine.</summary>
    public static void RoleNames<T>(this IRuleBuilderInitial<T, IReadOnlyList<string>?> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .Must(names => names is not { Count: > MaxRoles })
            .WithErrorCode("too_many")
            .WithMessage($"At most {MaxRoles} roles.")
            .Must(names => names?.All(name => Domain.Roles.RoleName.TryParse(name, out _)) is not false)
            .WithErrorCode("unknown_role")
            .WithMessage("One of these is no role; GET /v1/roles lists them.")
            .Must(names => names?.Distinct(StringComparer.Ordinal).Count() == names?.Count)
            .WithErrorCode("duplicate")
            .WithMessage("One of these stands here twice.");

    /// <summary>Says what a rule accepts, for those who document it.</summary>
    public static IRuleBuilderOptions<T, TProperty> Shape<T, TProperty>(
        this IRuleBuilder<T, TProperty> rule,
        TextShape shape
    ) => rule.SetValidator(new TextShapeRule<T, TProperty>(shape));
}
