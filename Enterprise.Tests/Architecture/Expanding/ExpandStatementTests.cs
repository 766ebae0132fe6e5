using Enterprise.Migrations;

namespace Enterprise.Tests.Architecture.Expanding;

/// <summary>Each rule for SQL, with a statement that breaks it and one beside it that does not.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ExpandStatementTests
{
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
    [TestCase("ALTER TABLE users ALTER COLUMN name DROP DEFAULT", "Breaks")]
    [TestCase("ALTER TABLE users ADD CONSTRAINT ck_x CHECK (x > 0) NOT VALID", "Breaks")]
    [TestCase("ALTER TABLE users ADD CONSTRAINT ux_x UNIQUE USING INDEX ux_x", "Breaks")]
    [TestCase("ALTER TABLE roles ADD FOREIGN KEY (x) REFERENCES y (id)", "Breaks")]
    [TestCase("ALTER TABLE roles ADD UNIQUE (name)", "Breaks")]
    [TestCase("ALTER TABLE roles ADD x text DEFAULT 'x' UNIQUE", "Breaks")]
    [TestCase("ALTER TABLE users ADD IF NOT EXISTS x uuid; ALTER TABLE users ADD UNIQUE (x)", "Breaks")]
    [TestCase("CREATE UNIQUE INDEX ux_roles_name ON roles (lower(name))", "Breaks")]
    [TestCase("ALTER TABLE roles ADD x int; CREATE UNIQUE INDEX ux ON roles (x) NULLS NOT DISTINCT", "Breaks")]
    [TestCase("CREATE TABLE IF NOT EXISTS users (id uuid); ALTER TABLE users DROP COLUMN name", "Breaks")]
    [TestCase("SELECT drop_everything()", "Breaks")]
    [TestCase("SELECT set_config('lock_timeout', '0', false)", "Breaks")]
    [TestCase("CREATE FUNCTION f() RETURNS text AS $$ $$; INSERT INTO roles SELECT f()", "Breaks")]
    [TestCase("CREATE OR REPLACE FUNCTION make_audit_partitions() AS ''; SELECT make_audit_partitions()", "Breaks")]
    [TestCase("SET lock_timeout = 0; ALTER TABLE users ADD x text", "Stalls")]
    [TestCase("SET lock_timeout TO DEFAULT", "Stalls")]
    [TestCase("RESET lock_timeout", "Stalls")]
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
            Trial.Judge(migration => migration.Sql(sql)).Select(offence => offence.Harm.ToString()),
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
    [TestCase("ALTER TABLE users VALIDATE CONSTRAINT ck_x")]
    [TestCase("ALTER TABLE users ALTER COLUMN name SET DEFAULT ''; ALTER TABLE sessions SET (fillfactor = 70)")]
    [TestCase("CREATE OR REPLACE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $body$ BEGIN DROP TABLE x; END $body$")]
    [TestCase("CREATE INDEX ix_audit ON ONLY audit_entries (action)")]
    [TestCase(
        "GRANT SELECT ON users TO reporting; REVOKE ALL ON FUNCTION f() FROM PUBLIC; COMMENT ON TABLE users IS 'x'"
    )]
    [TestCase("INSERT INTO roles (id) VALUES ('x'); UPDATE roles SET name = 'y'; SELECT make_audit_partitions()")]
    [TestCase("SET statement_timeout = '1min'; ; RESET statement_timeout")]
    [TestCase(
        "ALTER TABLE users ADD x uuid; ALTER TABLE users ADD CONSTRAINT fk FOREIGN KEY (x) REFERENCES y NOT VALID"
    )]
    [TestCase("ALTER TABLE roles ADD x text; CREATE UNIQUE INDEX ux_roles_x ON roles (x, name)")]
    [TestCase(
        "CREATE FUNCTION f() RETURNS trigger AS $$ $$; CREATE TRIGGER t BEFORE INSERT ON users EXECUTE FUNCTION f()"
    )]
    public void A_statement_that_does_none_is_let_through(string sql) =>
        Assert.That(Trial.Judge(migration => migration.Sql(sql)), Is.Empty);

    [TestCase("ALTER TABLE users ADD x text")]
    [TestCase("RESET lock_timeout")]
    public void Without_a_bound_for_locks_nothing_is_done_that_others_wait_behind(string statement) =>
        Assert.That(
            Trial.Judge(migration =>
            {
                migration.Sql("SET lock_timeout = 0", suppressTransaction: true);
                migration.Sql(statement, suppressTransaction: true);
                migration.Sql("SET lock_timeout = '2s'", suppressTransaction: true);
            }),
            Has.One.Matches<Offence>(offence => offence!.Harm == Harm.Stalls)
        );

    [Test]
    public void The_bound_for_locks_is_set_again_for_the_migrations_that_follow() =>
        Assert.That(
            Trial.Judge(migration => migration.Sql("SET lock_timeout = 0", suppressTransaction: true)),
            Has.One.Matches<Offence>(offence => offence!.What.Contains("stays off", StringComparison.Ordinal))
        );

    [Test]
    public void An_index_on_a_table_in_use_is_made_by_the_one_way_that_may_fail_and_run_again()
    {
        Assert.That(Trial.Judge(migration => migration.CreateIndexWhileInUse("ix_users_x", "users (x)")), Is.Empty);
        Assert.That(
            Trial.Judge(migration => migration.CreateIndexWhileInUse("ux_users_x", "users (x)", isUnique: true)),
            Has.One.Matches<Offence>(offence => offence!.Harm == Harm.Breaks)
        );
        Assert.That(
            Trial.Judge(migration =>
                migration.Sql("CREATE INDEX CONCURRENTLY ix ON users (x)", suppressTransaction: true)
            ),
            Has.One.Matches<Offence>(offence => offence!.What.Contains("attempt", StringComparison.Ordinal))
        );
        Assert.That(
            Trial.Judge(migration => migration.Sql("CREATE INDEX CONCURRENTLY ix ON users (x)")),
            Has.One.Matches<Offence>(offence => offence!.What.Contains("transaction", StringComparison.Ordinal))
        );
        Assert.That(
            Trial.Judge(migration => migration.DropIndexWhileInUse("ix_users_x")),
            Has.One.Matches<Offence>(offence => offence!.Harm == Harm.Breaks)
        );
        Assert.That(
            Trial.Judge(migration =>
            {
                migration.CreateIndexWhileInUse("ix_users_x", "users (x)");
                migration.AddColumn<string>("nickname", "users", nullable: true);
            }),
            Has.One.Matches<Offence>(offence => offence!.What.Contains("twice", StringComparison.Ordinal))
        );
    }
}
