using Enterprise.Domain.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Enterprise.Persistence.Accounts;

/// <summary>
/// A picture of a user as stored: its bytes are in <see cref="AvatarChunkRow"/>s. It never changes; another picture is another row.
/// </summary>
public sealed class AvatarRow
{
    /// <summary>UUIDv7.</summary>
    public Guid Id { get; set; }

    public Guid UserId { get; set; }

    /// <summary>As its bytes say: <c>image/png</c>, <c>image/jpeg</c> or <c>image/webp</c>; <c>null</c> until it is stored whole.</summary>
    public string? ContentType { get; set; }

    /// <summary>In bytes.</summary>
    public int Size { get; set; }

    /// <summary>In pixels.</summary>
    public int Width { get; set; }

    /// <summary>In pixels.</summary>
    public int Height { get; set; }

    /// <summary>A fingerprint of the bytes; <c>null</c> until it is stored whole.</summary>
    public string? Tag { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When the last byte was stored, from which on it is the user's picture; <c>null</c> before.</summary>
    public DateTimeOffset? StoredAt { get; set; }
}

/// <summary>A part of a picture.</summary>
public sealed class AvatarChunkRow
{
    public Guid AvatarId { get; set; }

    /// <summary>From 0 without gaps.</summary>
    public int Number { get; set; }

    public byte[] Bytes { get; set; } = [];
}

internal sealed class AvatarConfiguration : IEntityTypeConfiguration<AvatarRow>
{
    public void Configure(EntityTypeBuilder<AvatarRow> builder)
    {
        builder.ToTable("avatars");
        builder.Property(avatar => avatar.Id).ValueGeneratedNever();
        builder.Property(avatar => avatar.ContentType).HasMaxLength(Avatar.ContentTypeMaxLength);
        builder.Property(avatar => avatar.Tag).HasMaxLength(Avatar.TagMaxLength);
        builder.Property(avatar => avatar.StartedAt).HasDefaultValueSql("now()");
        builder.HasOne<UserRow>().WithMany().HasForeignKey(avatar => avatar.UserId).OnDelete(DeleteBehavior.Cascade);
        builder
            .HasIndex(avatar => avatar.UserId, "ux_avatars_user_id_stored")
            .IsUnique()
            .HasFilter("stored_at IS NOT NULL");
        builder.HasIndex(avatar => avatar.UserId, "ix_avatars_user_id");
    }
}

internal sealed class AvatarChunkConfiguration : IEntityTypeConfiguration<AvatarChunkRow>
{
    public void Configure(EntityTypeBuilder<AvatarChunkRow> builder)
    {
        builder.ToTable("avatar_chunks");
        builder.HasKey(chunk => new { chunk.AvatarId, chunk.Number });
        builder.HasOne<AvatarRow>().WithMany().HasForeignKey(chunk => chunk.AvatarId).OnDelete(DeleteBehavior.Cascade);
    }
}
