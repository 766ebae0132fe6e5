using Microsoft.EntityFrameworkCore.Migrations;

namespace Enterprise.Tests.Architecture.Expanding;

/// <summary>Each rule for operations, with a migration that breaks it and one beside it that does not.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ExpandRuleTests
{
    [Test]
    public void What_only_adds_is_harmless()
    {
        var offences = Trial.Judge(migration =>
        {
            migration.AddColumn<string>("nickname", "users", nullable: true);
            migration.AddColumn<int>("visits", "users", nullable: false, defaultValue: 0);
            migration.AddColumn<DateTimeOffset>("seen_at", "users", nullable: false, defaultValueSql: "now()");
            migration.CreateTable(
                "notes",
                table => new { id = table.Column<Guid>(), user_id = table.Column<Guid>() },
                constraints: table => table.ForeignKey("fk_notes_users", note => note.user_id, "users", "id")
            );
            migration.CreateIndex("ix_notes_user_id", "notes", "user_id");
            migration.CreateIndex("ix_roles_name", "roles", "name");
            migration.CreateSequence<int>("numbers");
            migration.AddColumn<string>("short", "roles", nullable: true);
            migration.CreateIndex("ux_roles_short", "roles", ["short"], unique: true);
            migration.AlterColumn<int>(
                "x",
                "users",
                defaultValue: 1,
                oldClrType: typeof(int),
                oldDefaultValue: 0,
                comment: "why"
            );
            migration.AlterTable("users", comment: "why");
            Alter(migration, "Npgsql:PostgresExtension:citext", null, ",,");
            Alter(migration, "Npgsql:Enum:mood", "sad,glad", "sad,calm,glad");
            migration.InsertData("roles", "id", Guid.Empty);
            migration.UpdateData("roles", "id", Guid.Empty, "name", "x");
        });

        Assert.That(offences, Is.Empty);
    }

    private static readonly TestCaseData[] Typed =
    [
        Breaking("a column goes", migration => migration.DropColumn("name", "users")),
        Breaking("a table goes", migration => migration.DropTable("sessions")),
        Breaking("a column gets another name", migration => migration.RenameColumn("name", "users", "title")),
        Breaking("a table gets another name", migration => migration.RenameTable("users", newName: "people")),
        Breaking("an index gets another name", migration => migration.RenameIndex("ux_users", "ux_people", "users")),
        Breaking("an index goes", migration => migration.DropIndex("ux_users", "users")),
        Breaking("a constraint goes", migration => migration.DropCheckConstraint("ck_users", "users")),
        Breaking("a row goes", migration => migration.DeleteData("roles", "id", Guid.Empty)),
        Breaking("NOT NULL without a default", migration => migration.AddColumn<int>("visits", "users")),
        Breaking(
            "what was never empty may be",
            migration => migration.AlterColumn<string>("name", "roles", nullable: true, oldClrType: typeof(string))
        ),
        Breaking(
            "what may be empty no longer may, in a small table",
            migration => migration.AlterColumn<string>("name", "roles", oldClrType: typeof(string), oldNullable: true)
        ),
        Breaking(
            "a default goes",
            migration => migration.AlterColumn<int>("x", "users", oldClrType: typeof(int), oldDefaultValue: 0)
        ),
        Breaking(
            "room for less",
            migration =>
                migration.AlterColumn<string>("x", "users", maxLength: 9, oldClrType: typeof(string), oldMaxLength: 20)
        ),
        Breaking("a check", migration => migration.AddCheckConstraint("ck_roles", "roles", "x > 0")),
        Breaking("a unique constraint", migration => migration.AddUniqueConstraint("ux_roles", "roles", "x")),
        Breaking("a key", migration => migration.AddForeignKey("fk", "role_claims", "x", "roles")),
        Breaking("a unique index", migration => migration.CreateIndex("ux_roles", "roles", "x", unique: true)),
        Breaking("an extension goes", migration => Alter(migration, "Npgsql:PostgresExtension:citext", ",,", null)),
        Breaking("an enum gets smaller", migration => Alter(migration, "Npgsql:Enum:mood", "sad,glad", "glad")),
        Stalling("another type", migration => migration.AlterColumn<long>("x", "users", "bigint", oldType: "integer")),
        Stalling(
            "no longer empty",
            migration => migration.AlterColumn<string>("x", "users", oldClrType: typeof(string), oldNullable: true)
        ),
        Stalling("an index", migration => migration.CreateIndex("ix_users_x", "users", "x")),
        Stalling("a unique constraint", migration => migration.AddUniqueConstraint("ux_users", "users", "x")),
        Stalling("a primary key", migration => migration.AddPrimaryKey("pk_users", "users", "x")),
        Stalling("a check", migration => migration.AddCheckConstraint("ck_users", "users", "x > 0")),
        Stalling("a key", migration => migration.AddForeignKey("fk", "sessions", "x", "users", principalColumn: "id")),
        Stalling(
            "a default that differs",
            migration => migration.AddColumn<Guid>("x", "users", defaultValueSql: "gen_random_uuid()")
        ),
        Stalling(
            "a computed column",
            migration => migration.AddColumn<string>("x", "users", computedColumnSql: "lower(name)", stored: true)
        ),
    ];

    [TestCaseSource(nameof(Typed))]
    public void An_operation_that_does_harm_is_found(object up, string harm) =>
        Assert.That(
            Trial.Judge((Action<MigrationBuilder>)up).Select(offence => offence.Harm.ToString()),
            Has.Some.EqualTo(harm)
        );

    private static TestCaseData Breaking(string name, Action<MigrationBuilder> up) => Case(name, up, Harm.Breaks);

    private static TestCaseData Stalling(string name, Action<MigrationBuilder> up) => Case(name, up, Harm.Stalls);

    private static TestCaseData Case(string name, Action<MigrationBuilder> up, Harm harm) =>
        new TestCaseData(up, harm.ToString()).SetArgDisplayNames(name);

    private static void Alter(MigrationBuilder migration, string annotation, string? before, string? now)
    {
        var change = migration.AlterDatabase();
        if (before is not null)
            change.OldAnnotation(annotation, before);
        if (now is not null)
            change.Annotation(annotation, now);
    }
}
