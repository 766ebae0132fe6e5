using Enterprise.Domain.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Enterprise.Persistence.Accounts;

internal sealed class UserConfiguration : IEntityTypeConfiguration<UserRow>
{
    /// <summary>Violated where two registrations meet; Identity's own index on the address is not unique.</summary>
    public const string EmailIndex = "ux_users_normalized_email";
    public const string UserNameIndex = "ux_users_normalized_user_name";

    private const int PasswordHashMaxLength = 512;

    /// <summary>More than address and name: a letter can have more than one small one.</summary>
    private const int SearchMaxLength = 1024;
    private const int NameKeyMaxLength = 4 * PersonName.MaxLength;

    /// <summary>
    /// What a list filters by stands in the indexes that it walks in its order, so that it reads the rows of a page alone. Without, each
    /// person that a search passes over would cost a read somewhere in the table.
    /// </summary>
    private static readonly string[] Filtered = [nameof(UserRow.LockedAt), "Search"];

    public void Configure(EntityTypeBuilder<UserRow> builder)
    {
        builder.ToTable("users");
        builder.Property(user => user.Email).HasMaxLength(EmailAddress.MaxLength).IsRequired();
        builder.Property(user => user.NormalizedEmail).HasMaxLength(EmailAddress.MaxLength).IsRequired();
        builder.Property(user => user.UserName).HasMaxLength(EmailAddress.MaxLength).IsRequired();
        builder.Property(user => user.NormalizedUserName).HasMaxLength(EmailAddress.MaxLength).IsRequired();
        builder.Property(user => user.Name).HasMaxLength(PersonName.MaxLength);
        builder.Property(user => user.PasswordHash).HasMaxLength(PasswordHashMaxLength).IsRequired();
        builder.Property(user => user.SecurityStamp).HasMaxLength(64).IsRequired();
        builder.Property(user => user.ConcurrencyStamp).HasMaxLength(64).IsRequired();
        builder.Property(user => user.Version).HasDefaultValue(1).ValueGeneratedOnAddOrUpdate();
        // What people are found by: in small letters of any script, whatever the database's own collation is.
        builder
            .Property<string>("Search")
            .HasMaxLength(SearchMaxLength)
            .UseCollation("und-x-icu")
            .HasComputedColumnSql(
                """translate(lower((email || E'\n' || coalesce(name, '')) COLLATE "und-x-icu"), 'ς', 'σ')""",
                stored: true
            );
        builder
            .HasIndex("Search")
            .HasDatabaseName("ix_users_search")
            .HasMethod("gin")
            .HasOperators("gin_trgm_ops")
            .HasStorageParameter("fastupdate", false);
        // What people are sorted by: stored, because making it costs more than all else that passing over somebody takes.
        builder
            .Property<string>("NameKey")
            .HasMaxLength(NameKeyMaxLength)
            .UseCollation("und-x-icu")
            .HasComputedColumnSql("""lower(coalesce(name, '') COLLATE "und-x-icu")""", stored: true);
        builder.HasIndex("NameKey", "Id").HasDatabaseName("ix_users_name").IncludeProperties(Filtered);
        builder
            .HasIndex(user => user.NormalizedEmail)
            .IsUnique()
            .HasDatabaseName(EmailIndex)
            .IncludeProperties([nameof(UserRow.Id), .. Filtered]);
        builder.HasIndex(user => user.Id, "ix_users_locked").HasFilter("locked_at IS NOT NULL");
        builder.HasIndex(user => user.NormalizedUserName).IsUnique().HasDatabaseName(UserNameIndex);

        // Identity's own counters race under parallel guesses; ours are in login_attempts.
        builder
            .Ignore(user => user.AccessFailedCount)
            .Ignore(user => user.LockoutEnabled)
            .Ignore(user => user.LockoutEnd)
            .Ignore(user => user.PhoneNumber)
            .Ignore(user => user.PhoneNumberConfirmed);
    }
}
