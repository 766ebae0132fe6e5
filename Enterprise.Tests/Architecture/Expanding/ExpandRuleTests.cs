using Enterprise.Migrations;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Enterprise.Tests.Architecture.Expanding;

/// <summary>Each rule, with a migration that breaks it and one beside it that does not.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ExpandRuleTests
{
    [Test]
    public void What_only_adds_is_harmless()
    {
        var offences = Judge(migration =>
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
            Judge((Action<MigrationBuilder>)up).Select(offence => offence.Harm.ToString()),
            Has.Some.EqualTo(harm)
        );

    [TestCase("ALTER TABLE users DROP COLUMN name", "Breaks")]
    [TestCase("/* why */ ALTER TABLE users -- why\n RENAME name TO title", "Breaks")]
    [TestCase("ALTER TABLE \"users\" ADD COLUMN visits integer NOT NULL", "Breaks")]
    [TestCase("ALTER TABLE users ADD a int, DROP COLUMN b", "Breaks")]
    [TestCase("SELECT 1; DROP TABLE sessions", "Breaks")]
    [TestCase("DROP INDEX ux_users_normalized_email", "Breaks")]
    [TestCase("TRUNCATE sessions", "Breaks")]
    [TestCase("DELETE FROM sessions", "Breaks")]
    [TestCase("REVOKE SELECT ON users FROM enterprise_application", "Breaks")]
    [TestCase("DO $$ BEGIN DROP TABLE sessions; END $$", "Breaks")]
    [TestCase("ALTER TABLE users DISABLE TRIGGER ALL", "Breaks")]
    [TestCase("ALTER TABLE roles ALTER COLUMN name SET NOT NULL", "Breaks")]
    [TestCase("SELECT ''';'; DROP TABLE sessions", "Breaks")]
    [TestCase("SELECT E'\\';'; DROP TABLE sessions", "Breaks")]
    [TestCase("ALTER TABLE users ALTER COLUMN name SET NOT NULL", "Stalls")]
    [TestCase("ALTER TABLE users ALTER name TYPE text", "Stalls")]
    [TestCase("ALTER TABLE users ADD x uuid DEFAULT gen_random_uuid()", "Stalls")]
    [TestCase("ALTER TABLE users ADD x text GENERATED ALWAYS AS (lower(name)) STORED", "Stalls")]
    [TestCase("ALTER TABLE users ADD x bigserial", "Stalls")]
    [TestCase("ALTER TABLE users ADD x uuid REFERENCES roles (id)", "Stalls")]
    [TestCase("ALTER TABLE users ADD CONSTRAINT ck_x CHECK (x > 0)", "Stalls")]
    [TestCase("ALTER TABLE users ADD UNIQUE (x)", "Stalls")]
    [TestCase(
        "ALTER TABLE users ADD CONSTRAINT c CHECK (x > 0) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT c",
        "Stalls"
    )]
    [TestCase("CREATE INDEX ix_users_x ON users (x)", "Stalls")]
    [TestCase("CREATE TABLE audit_entries_2030 PARTITION OF audit_entries DEFAULT", "Stalls")]
    [TestCase("UPDATE users SET name = ''", "Stalls")]
    public void A_statement_that_does_harm_is_found(string sql, string harm) =>
        Assert.That(
            Judge(migration => migration.Sql(sql)).Select(offence => offence.Harm.ToString()),
            Has.Some.EqualTo(harm)
        );

    [TestCase(
        "CREATE TABLE notes (id uuid PRIMARY KEY); CREATE INDEX ix ON notes (id); ALTER TABLE notes DROP COLUMN id"
    )]
    [TestCase("ALTER TABLE users ADD COLUMN nickname varchar(64)")]
    [TestCase(
        "ALTER TABLE users ADD a int NOT NULL DEFAULT 0, ADD b text DEFAULT 'x; y'::text, ADD c timestamptz NOT NULL DEFAULT now()"
    )]
    [TestCase("ALTER TABLE users ADD d numeric(9, 2)")]
    [TestCase("ALTER TABLE users ADD CONSTRAINT ck_x CHECK (x > 0) NOT VALID")]
    [TestCase("ALTER TABLE users VALIDATE CONSTRAINT ck_x")]
    [TestCase("ALTER TABLE users ADD CONSTRAINT ux_x UNIQUE USING INDEX ux_x")]
    [TestCase("ALTER TABLE users ALTER COLUMN name SET DEFAULT ''; ALTER TABLE sessions SET (fillfactor = 70)")]
    [TestCase("CREATE OR REPLACE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $body$ BEGIN DROP TABLE x; END $body$")]
    [TestCase("CREATE INDEX ix_audit ON ONLY audit_entries (action)")]
    [TestCase(
        "GRANT SELECT ON users TO reporting; REVOKE ALL ON FUNCTION f() FROM PUBLIC; COMMENT ON TABLE users IS 'x'"
    )]
    [TestCase("INSERT INTO roles (id) VALUES ('x'); UPDATE roles SET name = 'y'; SELECT make_audit_partitions()")]
    [TestCase("SET lock_timeout = '1s'; ; RESET lock_timeout")]
    public void A_statement_that_does_none_is_let_through(string sql) =>
        Assert.That(Judge(migration => migration.Sql(sql)), Is.Empty);

    [Test]
    public void An_index_on_a_table_in_use_is_made_by_the_one_way_that_may_fail_and_run_again()
    {
        Assert.That(Judge(migration => migration.CreateIndexWhileInUse("ix_users_x", "users (x)")), Is.Empty);
        Assert.That(
            Judge(migration => migration.Sql("CREATE INDEX CONCURRENTLY ix ON users (x)", suppressTransaction: true)),
            Has.One.Matches<Offence>(offence => offence!.What.Contains("attempt", StringComparison.Ordinal))
        );
        Assert.That(
            Judge(migration => migration.Sql("CREATE INDEX CONCURRENTLY ix ON users (x)")),
            Has.One.Matches<Offence>(offence => offence!.What.Contains("transaction", StringComparison.Ordinal))
        );
        Assert.That(
            Judge(migration => migration.DropIndexWhileInUse("ix_users_x")),
            Has.One.Matches<Offence>(offence => offence!.Harm == Harm.Breaks)
        );
        Assert.That(
            Judge(migration =>
            {
                migration.CreateIndexWhileInUse("ix_users_x", "users (x)");
                migration.AddColumn<string>("nickname", "users", nullable: true);
            }),
            Has.One.Matches<Offence>(offence => offence!.What.Contains("twice", StringComparison.Ordinal))
        );
    }

    private static TestCaseData Breaking(string name, Action<MigrationBuilder> up) => Case(name, up, Harm.Breaks);

    private static TestCaseData Stalling(string name, Action<MigrationBuilder> up) => Case(name, up, Harm.Stalls);

    private static TestCaseData Case(string name, Action<MigrationBuilder> up, Harm harm) =>
        new TestCaseData(up, harm.ToString()).SetArgDisplayNames(name);

    private static IReadOnlyList<Offence> Judge(Action<MigrationBuilder> up) => OperationRules.Judge(new Trial(up));

    private sealed class Trial(Action<MigrationBuilder> up) : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => up(migrationBuilder);
    }
}
