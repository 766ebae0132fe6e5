using Enterprise.Persistence.Accounts;
using Enterprise.Persistence.Audit;
using Enterprise.Persistence.Database;
using Enterprise.Persistence.Roles;
using Enterprise.Persistence.Sessions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Enterprise.Persistence;

/// <summary>The schema: Identity's (its version 3, which has passkeys, is set where the context is composed) and ours.</summary>
public sealed class EnterpriseDbContext(DbContextOptions<EnterpriseDbContext> options)
    : IdentityDbContext<UserRow, RoleRow, Guid>(options)
{
    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    public DbSet<AuditEntryRow> AuditEntries => Set<AuditEntryRow>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasSequence<int>("role_versions");
        builder.HasPostgresExtension("pg_trgm");
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
        // In the order of the accounts' ids, so that the people of a role can be paged through.
        builder
            .Entity<IdentityUserRole<Guid>>()
            .ToTable("user_roles")
            .HasIndex(held => new { held.RoleId, held.UserId })
            .HasDatabaseName("ix_user_roles_role_id");
        builder.Entity<IdentityRoleClaim<Guid>>().ToTable("role_claims");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("user_passkeys").OwnsOne(key => key.Data).ToJson("data");
        builder.ApplyConfigurationsFromAssembly(typeof(EnterpriseDbContext).Assembly);
        SnakeCaseNames.Apply(builder.Model);
    }
}
