using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Enterprise.Persistence.Sessions;

/// <summary>The failures of one (account, network) pair.</summary>
public sealed class LoginAttemptRow
{
    /// <summary>Keyed fingerprint of the pair, 32 bytes.</summary>
    public byte[] Account { get; set; } = [];

    /// <summary>Attempts that have not succeeded; one more than the limit where the pair is locked out.</summary>
    public int Failures { get; set; }

    /// <summary>When the failures are forgotten, which ends a lock-out too.</summary>
    public DateTimeOffset ForgottenAt { get; set; }
}

internal sealed class LoginAttemptConfiguration : IEntityTypeConfiguration<LoginAttemptRow>
{
    public void Configure(EntityTypeBuilder<LoginAttemptRow> builder)
    {
        builder.ToTable("login_attempts");
        builder.HasKey(attempt => attempt.Account);
        // No index on the time: it changes with every attempt, and an update of an indexed column cannot stay on its page.
    }
}
