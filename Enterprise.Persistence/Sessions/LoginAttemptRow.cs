using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Enterprise.Persistence.Sessions;

/// <summary>The failures of one (account, network) pair, or of one account in all networks that it is not known in.</summary>
public sealed class LoginAttemptRow
{
    /// <summary>Keyed fingerprint, 32 bytes.</summary>
    public byte[] Account { get; set; } = [];

    /// <summary>Attempts that have not succeeded; one more than the limit where the pair is locked out.</summary>
    public int Failures { get; set; }

    /// <summary>When the failures are forgotten, which ends a lock-out too.</summary>
    public DateTimeOffset ForgottenAt { get; set; }

    /// <summary>Until when the account is known in the network, after a login from there.</summary>
    public DateTimeOffset? KnownUntil { get; set; }
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
