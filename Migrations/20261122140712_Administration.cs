using System;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Enterprise.Migrations
{
    /// <inheritdoc />
    public partial class Administration : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ux_users_normalized_email",
                table: "users");

            migrationBuilder.DropIndex(
                name: "ix_user_roles_role_id",
                table: "user_roles");

            migrationBuilder.DropPrimaryKey(
                name: "pk_audit_entries",
                table: "audit_entries");

            migrationBuilder.DropIndex(
                name: "ix_audit_entries_subject_id",
                table: "audit_entries");

            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.AddColumn<JsonElement>(
                name: "changes",
                table: "audit_entries",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "search",
                table: "users",
                type: "character varying(1024)",
                maxLength: 1024,
                nullable: true,
                computedColumnSql: "translate(lower((email || E'\\n' || coalesce(name, '')) COLLATE \"und-x-icu\"), 'ς', 'σ')",
                stored: true,
                collation: "und-x-icu");

            migrationBuilder.AddColumn<string>(
                name: "name_key",
                table: "users",
                type: "character varying(256)",
                maxLength: 256,
                nullable: true,
                computedColumnSql: "lower(coalesce(name, '') COLLATE \"und-x-icu\")",
                stored: true,
                collation: "und-x-icu");

            migrationBuilder.AddPrimaryKey(
                name: "pk_audit_entries",
                table: "audit_entries",
                columns: new[] { "at", "id" });

            migrationBuilder.CreateTable(
                name: "avatars",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    content_type = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    size = table.Column<int>(type: "integer", nullable: false),
                    width = table.Column<int>(type: "integer", nullable: false),
                    height = table.Column<int>(type: "integer", nullable: false),
                    tag = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    stored_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_avatars", x => x.id);
                    table.ForeignKey(
                        name: "fk_avatars_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "avatar_chunks",
                columns: table => new
                {
                    avatar_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_avatar_chunks", x => new { x.avatar_id, x.number });
                    table.ForeignKey(
                        name: "fk_avatar_chunks_avatars_avatar_id",
                        column: x => x.avatar_id,
                        principalTable: "avatars",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_users_locked",
                table: "users",
                column: "id",
                filter: "locked_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_users_name",
                table: "users",
                columns: new[] { "name_key", "id" })
                .Annotation("Npgsql:IndexInclude", new[] { "locked_at", "search" });

            migrationBuilder.CreateIndex(
                name: "ux_users_normalized_email",
                table: "users",
                column: "normalized_email",
                unique: true)
                .Annotation("Npgsql:IndexInclude", new[] { "id", "locked_at", "search" });

            migrationBuilder.CreateIndex(
                name: "ix_users_search",
                table: "users",
                column: "search")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" })
                .Annotation("Npgsql:StorageParameter:fastupdate", false);

            migrationBuilder.CreateIndex(
                name: "ix_user_roles_role_id",
                table: "user_roles",
                columns: new[] { "role_id", "user_id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_action",
                table: "audit_entries",
                columns: new[] { "action", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_actor_id",
                table: "audit_entries",
                columns: new[] { "actor_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_subject_id",
                table: "audit_entries",
                columns: new[] { "subject_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_avatars_user_id",
                table: "avatars",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ux_avatars_user_id_stored",
                table: "avatars",
                column: "user_id",
                unique: true,
                filter: "stored_at IS NOT NULL");

            // One table per month, so that old entries can be archived and dropped by the month, and so that what is asked for lately
            // stays small. What was written before stays where it is, as the first part. Parts are made ahead of time by whoever may
            // call make_audit_partitions(); what belongs to none goes into the last one, so that no login fails for want of one.
            migrationBuilder.Sql(
                """
                ALTER TABLE audit_entries RENAME TO audit_entries_first;
                ALTER INDEX pk_audit_entries RENAME TO pk_audit_entries_first;
                ALTER INDEX ix_audit_entries_subject_id RENAME TO ix_audit_entries_first_subject_id;
                ALTER INDEX ix_audit_entries_actor_id RENAME TO ix_audit_entries_first_actor_id;
                ALTER INDEX ix_audit_entries_action RENAME TO ix_audit_entries_first_action;
                CREATE TABLE audit_entries (LIKE audit_entries_first INCLUDING DEFAULTS) PARTITION BY RANGE (at);
                ALTER TABLE audit_entries ADD CONSTRAINT pk_audit_entries PRIMARY KEY (at, id);
                CREATE INDEX ix_audit_entries_subject_id ON audit_entries (subject_id, at, id);
                CREATE INDEX ix_audit_entries_actor_id ON audit_entries (actor_id, at, id);
                CREATE INDEX ix_audit_entries_action ON audit_entries (action, at, id);
                CREATE TABLE audit_entries_default PARTITION OF audit_entries DEFAULT;
                DO $$
                BEGIN
                    EXECUTE format('ALTER TABLE audit_entries ATTACH PARTITION audit_entries_first FOR VALUES FROM (MINVALUE) TO (%L)',
                        (date_trunc('month', now() AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC');
                END $$;

                -- The application's role has no right to change an entry; this is for the roles that have.
                CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
                BEGIN
                    RAISE EXCEPTION 'The audit trail is append-only.' USING ERRCODE = 'insufficient_privilege';
                END $$;
                CREATE TRIGGER audit_entries_are_kept BEFORE UPDATE OR DELETE ON audit_entries
                    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
                CREATE TRIGGER audit_entries_are_not_emptied BEFORE TRUNCATE ON audit_entries
                    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
                CREATE TRIGGER audit_entries_are_not_emptied BEFORE TRUNCATE ON audit_entries_first
                    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
                CREATE TRIGGER audit_entries_are_not_emptied BEFORE TRUNCATE ON audit_entries_default
                    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

                -- Makes the parts of the next three months where they are missing; gives how many it made. It runs with its owner's
                -- rights, because the application has none to make tables. A month of which entries went into the last part before its
                -- own was made keeps them there.
                CREATE FUNCTION make_audit_partitions() RETURNS integer LANGUAGE plpgsql
                    SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '2s' AS $$
                DECLARE
                    made integer := 0;
                    month timestamp;
                    part text;
                BEGIN
                    IF NOT pg_try_advisory_xact_lock(hashtext('make_audit_partitions')) THEN
                        RETURN 0;
                    END IF;
                    FOR ahead IN 1..3 LOOP
                        month := date_trunc('month', now() AT TIME ZONE 'UTC') + ahead * interval '1 month';
                        part := 'audit_entries_' || to_char(month, 'YYYY_MM');
                        IF to_regclass(part) IS NOT NULL
                            OR EXISTS (SELECT FROM audit_entries_default WHERE at >= month AT TIME ZONE 'UTC'
                                       AND at < (month + interval '1 month') AT TIME ZONE 'UTC') THEN
                            CONTINUE;
                        END IF;
                        EXECUTE format('CREATE TABLE %I (LIKE audit_entries INCLUDING DEFAULTS)', part);
                        EXECUTE format('CREATE TRIGGER audit_entries_are_not_emptied BEFORE TRUNCATE ON %I
                            FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()', part);
                        EXECUTE format('ALTER TABLE audit_entries ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                            part, month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
                        made := made + 1;
                    END LOOP;
                    RETURN made;
                END $$;
                REVOKE ALL ON FUNCTION make_audit_partitions() FROM PUBLIC;
                SELECT make_audit_partitions();
                """
            );

            // Temporary tables come first in the default search path: whoever may make them could put them under a trigger's feet.
            migrationBuilder.Sql(
                """
                ALTER FUNCTION announce_revocations() SET search_path = public, pg_temp;
                ALTER FUNCTION revoke_session() SET search_path = public, pg_temp;
                ALTER FUNCTION end_sessions_of_locked_user() SET search_path = public, pg_temp;
                ALTER FUNCTION revoke_roles_of_user() SET search_path = public, pg_temp;
                ALTER FUNCTION revoke_role() SET search_path = public, pg_temp;
                """
            );

            // There is always somebody who can administer, whoever changes what by whatever way: the role's row is the turn that those
            // who take an administrator away wait for, and then they see what the one before them did.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION keep_an_administrator() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
                DECLARE
                    administrator CONSTANT uuid := '0197a000-0000-7000-8000-00000000a002';
                BEGIN
                    IF TG_TABLE_NAME = 'users' THEN
                        IF NOT EXISTS (SELECT FROM user_roles WHERE user_id = NEW.id AND role_id = administrator) THEN
                            RETURN NULL;
                        END IF;
                    END IF;
                    -- Changed and not only locked: a transaction with an older snapshot (REPEATABLE READ) fails instead of counting in it.
                    UPDATE roles SET concurrency_stamp = concurrency_stamp WHERE id = administrator;
                    IF NOT EXISTS (SELECT FROM user_roles JOIN users ON users.id = user_roles.user_id
                                   WHERE user_roles.role_id = administrator AND users.locked_at IS NULL) THEN
                        RAISE EXCEPTION 'This would take the last administrator away.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_users_administrator';
                    END IF;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER user_roles_administrator AFTER UPDATE OR DELETE ON user_roles FOR EACH ROW
                    WHEN (OLD.role_id = '0197a000-0000-7000-8000-00000000a002') EXECUTE FUNCTION keep_an_administrator();
                CREATE TRIGGER users_administrator AFTER UPDATE OF locked_at ON users FOR EACH ROW
                    WHEN (OLD.locked_at IS NULL AND NEW.locked_at IS NOT NULL) EXECUTE FUNCTION keep_an_administrator();
                """
            );

            migrationBuilder.Sql(
                """
                ALTER TABLE users ALTER COLUMN search SET STATISTICS 1000;

                -- One or two letters have no trigram; with a separator around every character they do.
                CREATE INDEX ix_users_short ON users
                    USING gin ((('x' || regexp_replace(search, '(.)', '\1x', 'g'))) gin_trgm_ops) WITH (fastupdate = off);
                ALTER INDEX ix_users_short ALTER COLUMN 1 SET STATISTICS 300;

                -- A function, so that the planner knows which role is meant while it plans, and with that how many hold it.
                CREATE FUNCTION role_id_of(name text) RETURNS uuid LANGUAGE sql STABLE AS
                    'SELECT id FROM roles WHERE normalized_name = $1';
                ALTER TABLE user_roles ALTER COLUMN role_id SET STATISTICS 1000;
                ALTER TABLE avatar_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                ALTER TABLE user_roles ALTER COLUMN role_id SET STATISTICS -1;
                ALTER FUNCTION announce_revocations() RESET search_path;
                ALTER FUNCTION revoke_session() RESET search_path;
                ALTER FUNCTION end_sessions_of_locked_user() RESET search_path;
                ALTER FUNCTION revoke_roles_of_user() RESET search_path;
                ALTER FUNCTION revoke_role() RESET search_path;
                DROP FUNCTION role_id_of;
                DROP INDEX ix_users_short;
                DROP TRIGGER users_administrator ON users;
                DROP TRIGGER user_roles_administrator ON user_roles;
                DROP FUNCTION keep_an_administrator;
                DROP FUNCTION make_audit_partitions;
                ALTER TABLE audit_entries RENAME TO audit_entries_parts;
                CREATE TABLE audit_entries (LIKE audit_entries_parts INCLUDING DEFAULTS);
                INSERT INTO audit_entries SELECT * FROM audit_entries_parts;
                DROP TABLE audit_entries_parts;
                DROP FUNCTION refuse_audit_change;
                ALTER TABLE audit_entries ADD CONSTRAINT pk_audit_entries PRIMARY KEY (at, id);
                CREATE INDEX ix_audit_entries_subject_id ON audit_entries (subject_id, at, id);
                CREATE INDEX ix_audit_entries_actor_id ON audit_entries (actor_id, at, id);
                CREATE INDEX ix_audit_entries_action ON audit_entries (action, at, id);
                """
            );

            migrationBuilder.DropTable(
                name: "avatar_chunks");

            migrationBuilder.DropTable(
                name: "avatars");

            migrationBuilder.DropIndex(
                name: "ix_users_locked",
                table: "users");

            migrationBuilder.DropIndex(
                name: "ix_users_name",
                table: "users");

            migrationBuilder.DropIndex(
                name: "ux_users_normalized_email",
                table: "users");

            migrationBuilder.DropIndex(
                name: "ix_users_search",
                table: "users");

            migrationBuilder.DropIndex(
                name: "ix_user_roles_role_id",
                table: "user_roles");

            migrationBuilder.DropPrimaryKey(
                name: "pk_audit_entries",
                table: "audit_entries");

            migrationBuilder.DropIndex(
                name: "ix_audit_entries_action",
                table: "audit_entries");

            migrationBuilder.DropIndex(
                name: "ix_audit_entries_actor_id",
                table: "audit_entries");

            migrationBuilder.DropIndex(
                name: "ix_audit_entries_subject_id",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "name_key",
                table: "users");

            migrationBuilder.DropColumn(
                name: "search",
                table: "users");

            migrationBuilder.DropColumn(
                name: "changes",
                table: "audit_entries");

            migrationBuilder.AlterDatabase()
                .OldAnnotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.AddPrimaryKey(
                name: "pk_audit_entries",
                table: "audit_entries",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ux_users_normalized_email",
                table: "users",
                column: "normalized_email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_user_roles_role_id",
                table: "user_roles",
                column: "role_id");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_subject_id",
                table: "audit_entries",
                columns: new[] { "subject_id", "id" });
        }
    }
}
