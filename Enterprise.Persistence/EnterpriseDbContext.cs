using Enterprise.Persistence.Accounts;
using Enterprise.Persistence.Audit;
using Enterprise.Persistence.Database;
using Enterprise.Persistence.Roles;
using Enterprise.Persistence.Sessions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Enterprise.Persistence;

/// <summary>The schema: Identity's (version 3, which has passkeys) and ours.</summary>
public sealed class EnterpriseDbContext(DbContextOptions<EnterpriseDbContext> options)
    : IdentityDbContext<UserRow, RoleRow, Guid>(options)
{
    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    public DbSet<AuditEntryRow> AuditEntries => Set<AuditEntryRow>();

    /// <summary>Fixed here, because the options that Identity would take it from are not part of this program.</summary>
    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
        builder.Entity<IdentityUserRole<Guid>>().ToTable("user_roles");
        builder.Entity<IdentityRoleClaim<Guid>>().ToTable("role_claims");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("user_passkeys");
        builder.ApplyConfigurationsFromAssembly(typeof(EnterpriseDbContext).Assembly);
        SnakeCaseNames.Apply(builder.Model);
    }
}
