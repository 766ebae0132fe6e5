using System.Diagnostics.Metrics;
using Enterprise.Domain.Roles;

namespace Enterprise.Application.Authorization;

/// <summary>What authorization tells operators in numbers: who was refused for want of which permission.</summary>
public sealed class AuthorizationMetrics : IInstruments
{
    public const string Denials = Meters.Prefix + "authorization.denials";
    public const string Permission = "permission";

    public static readonly IReadOnlyList<InstrumentDeclaration> Declared =
    [
        new(Denials, new TagDeclaration(Permission, Permissions.All)),
    ];

    private readonly Counter<long> denials;

    public AuthorizationMetrics(IMeterFactory meters) =>
        denials = meters
            .CreateOwn()
            .CreateCounter<long>(Denials, "{request}", "Requests refused for want of a permission, by permission.");

    public void BeginAtZero() => denials.BeginAtZero(Declared);

    /// <summary>A request was answered 403.</summary>
    /// <param name="permission">Of the catalogue.</param>
    public void Denied(string permission) => denials.Add(1, new KeyValuePair<string, object?>(Permission, permission));
}
