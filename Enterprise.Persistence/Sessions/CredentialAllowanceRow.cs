using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Enterprise.Persistence.Sessions;

/// <summary>
/// How far one network is ahead of the rate at which it may send credentials: the theoretical arrival time of the generic
/// cell rate algorithm (ITU-T I.371), a token bucket in one timestamp.
/// </summary>
public sealed class CredentialAllowanceRow
{
    /// <summary>Keyed fingerprint of the network, 32 bytes.</summary>
    public byte[] Network { get; set; } = [];

    public DateTimeOffset AheadUntil { get; set; }

    /// <summary>When the present row of refusals began; <c>null</c> while it is allowed.</summary>
    public DateTimeOffset? RefusedAt { get; set; }
}

internal sealed class CredentialAllowanceConfiguration : IEntityTypeConfiguration<CredentialAllowanceRow>
{
    public void Configure(EntityTypeBuilder<CredentialAllowanceRow> builder)
    {
        builder.ToTable("credential_allowances");
        builder.HasKey(allowance => allowance.Network);
        // No index on the time: it changes with every attempt, and an update of an indexed column cannot stay on its page.
    }
}
