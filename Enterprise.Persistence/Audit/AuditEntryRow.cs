using System.Net;
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
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntryRow>
{
    public void Configure(EntityTypeBuilder<AuditEntryRow> builder)
    {
        builder.ToTable("audit_entries");
        builder.Property(entry => entry.Id).ValueGeneratedNever();
        builder.Property(entry => entry.At).HasDefaultValueSql("now()");
        builder.Property(entry => entry.Action).HasMaxLength(AuditAction.MaxLength);
        builder.Property(entry => entry.Outcome).HasMaxLength(AuditOutcome.MaxLength);
        builder.Property(entry => entry.UserAgent).HasMaxLength(RequestOrigin.UserAgentMaxLength);
        builder.Property(entry => entry.RequestId).HasMaxLength(RequestOrigin.RequestIdMaxLength);
        builder.HasIndex(entry => new { entry.SubjectId, entry.Id }).HasDatabaseName("ix_audit_entries_subject_id");
    }
}
