using System.Net;
using System.Text.Json;
using Enterprise.Application;
using Enterprise.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Enterprise.Persistence.Audit;

/// <summary>One entry of the audit trail; written in the transaction of what it records, and never changed.</summary>
public sealed class AuditEntryRow
{
    /// <summary>UUIDv7: entries sort by time.</summary>
    public Guid Id { get; set; }

    public DateTimeOffset At { get; set; }

    public string Action { get; set; } = "";

    public string Outcome { get; set; } = "";

    /// <summary>Who did it; <c>null</c> where nobody had proved who they are.</summary>
    public Guid? ActorId { get; set; }

    /// <summary>Whom or what it was done to: an account, a role. No foreign key: an entry outlives it.</summary>
    public Guid? SubjectId { get; set; }

    public IPAddress? Address { get; set; }

    public string? UserAgent { get; set; }

    public string RequestId { get; set; } = "";

    /// <summary>What changed, by member: <c>{"name":{"from":"Ada","to":"Ada King"}}</c>; never a secret.</summary>
    public JsonElement? Changes { get; set; }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntryRow>
{
    public void Configure(EntityTypeBuilder<AuditEntryRow> builder)
    {
        // Partitioned by month, which a key has to follow; what the model cannot say stands in the migration.
        builder.ToTable("audit_entries");
        builder.HasKey(entry => new { entry.At, entry.Id });
        builder.Property(entry => entry.Id).ValueGeneratedNever();
        builder.Property(entry => entry.At).HasDefaultValueSql("now()");
        builder.Property(entry => entry.Action).HasMaxLength(AuditAction.MaxLength);
        builder.Property(entry => entry.Outcome).HasMaxLength(AuditOutcome.MaxLength);
        builder.Property(entry => entry.UserAgent).HasMaxLength(RequestOrigin.UserAgentMaxLength);
        builder.Property(entry => entry.RequestId).HasMaxLength(RequestOrigin.RequestIdMaxLength);
        builder.Property(entry => entry.Changes).HasColumnType("jsonb");
        Index(
            builder,
            "ix_audit_entries_subject_id",
            entry => new
            {
                entry.SubjectId,
                entry.At,
                entry.Id,
            }
        );
        Index(
            builder,
            "ix_audit_entries_actor_id",
            entry => new
            {
                entry.ActorId,
                entry.At,
                entry.Id,
            }
        );
        Index(
            builder,
            "ix_audit_entries_action",
            entry => new
            {
                entry.Action,
                entry.At,
                entry.Id,
            }
        );
    }

    private static void Index(
        EntityTypeBuilder<AuditEntryRow> builder,
        string name,
        System.Linq.Expressions.Expression<Func<AuditEntryRow, object?>> columns
    ) => builder.HasIndex(columns).HasDatabaseName(name);
}
