using Enterprise.Application;
using Enterprise.Persistence.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Enterprise.Persistence.Sessions;

internal sealed class SessionConfiguration : IEntityTypeConfiguration<SessionRow>
{
    private const int ReasonMaxLength = 32;

    public void Configure(EntityTypeBuilder<SessionRow> builder)
    {
        builder.ToTable("sessions");
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.Property(session => session.Reason).HasMaxLength(ReasonMaxLength);
        builder.Property(session => session.UserAgent).HasMaxLength(RequestOrigin.UserAgentMaxLength);
        builder.HasIndex(session => session.UserId).HasDatabaseName("ix_sessions_user_id");
        builder.HasOne<UserRow>().WithMany().HasForeignKey(session => session.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
