using Enterprise.Application;
using Enterprise.Domain.Sessions;
using Enterprise.Persistence.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Enterprise.Persistence.Sessions;

internal sealed class SessionConfiguration : IEntityTypeConfiguration<SessionRow>
{
    public void Configure(EntityTypeBuilder<SessionRow> builder)
    {
        builder.ToTable("sessions");
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.Property(session => session.Replays).HasDefaultValue((short)0);
        builder.Property(session => session.Reason).HasMaxLength(SessionEnd.MaxLength);
        builder.Property(session => session.UserAgent).HasMaxLength(RequestOrigin.UserAgentMaxLength);
        builder.HasIndex(session => session.UserId).HasDatabaseName("ix_sessions_user_id");
        builder.HasOne<UserRow>().WithMany().HasForeignKey(session => session.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
