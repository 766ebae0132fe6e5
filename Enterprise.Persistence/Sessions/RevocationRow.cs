using Enterprise.Domain.Roles;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Enterprise.Persistence.Sessions;

/// <summary>
/// Something that makes access tokens worthless before they expire; written by triggers, so that no way of ending a session or
/// changing a role can forget it. Exactly one of session, user and role is set.
/// </summary>
public sealed class RevocationRow
{
    public long Id { get; set; }

    public Guid? SessionId { get; set; }

    public Guid? UserId { get; set; }

    /// <summary>A role's name, as tokens have it.</summary>
    public string? Role { get; set; }

    /// <summary>The first version that is good again; <c>null</c> for a session.</summary>
    public int? Version { get; set; }

    /// <summary>The transaction that wrote it: what readers remember how far they have read by, since ids may be committed out of order.</summary>
    public ulong TransactionId { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}

internal sealed class RevocationConfiguration : IEntityTypeConfiguration<RevocationRow>
{
    public void Configure(EntityTypeBuilder<RevocationRow> builder)
    {
        builder.ToTable("revocations");
        builder.Property(revocation => revocation.Role).HasMaxLength(RoleName.MaxLength);
        builder
            .Property(revocation => revocation.TransactionId)
            .HasColumnType("xid8")
            .HasDefaultValueSql("pg_current_xact_id()");
        builder.HasIndex(revocation => revocation.TransactionId).HasDatabaseName("ix_revocations_transaction_id");
    }
}
