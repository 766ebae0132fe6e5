using Enterprise.Domain.Roles;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Enterprise.Persistence.Roles;

internal sealed class RoleConfiguration : IEntityTypeConfiguration<RoleRow>
{
    /// <summary>Violated where two creations meet.</summary>
    public const string NameIndex = "ux_roles_normalized_name";

    public void Configure(EntityTypeBuilder<RoleRow> builder)
    {
        builder.ToTable("roles");
        builder.Property(role => role.Name).HasMaxLength(RoleName.MaxLength).IsRequired();
        builder.Property(role => role.NormalizedName).HasMaxLength(RoleName.MaxLength).IsRequired();
        builder.Property(role => role.Description).HasMaxLength(RoleDescription.MaxLength);
        builder.Property(role => role.ConcurrencyStamp).HasMaxLength(64);
        builder
            .Property(role => role.Version)
            .HasDefaultValueSql("nextval('role_versions')")
            .ValueGeneratedOnAddOrUpdate();
        builder.HasIndex(role => role.NormalizedName).IsUnique().HasDatabaseName(NameIndex);
        builder.HasData(
            BuiltIn("0197a000-0000-7000-8000-00000000a001", BuiltInRoles.User, "Everyone; nothing but oneself.", []),
            BuiltIn("0197a000-0000-7000-8000-00000000a002", BuiltInRoles.Admin, "Every permission.", Permissions.All)
        );
    }

    private static RoleRow BuiltIn(string id, string name, string description, IEnumerable<string> permissions) =>
        new()
        {
            Id = Guid.Parse(id),
            Name = name,
            NormalizedName = name.ToUpperInvariant(),
            Description = description,
            Permissions = [.. permissions.Order(StringComparer.Ordinal)],
            BuiltIn = true,
            ConcurrencyStamp = id,
        };
}
