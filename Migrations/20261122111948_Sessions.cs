using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Enterprise.Migrations
{
    /// <inheritdoc />
    public partial class Sessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateSequence<int>(
                name: "role_versions");

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "users",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<short>(
                name: "replays",
                table: "sessions",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "rotated_at",
                table: "sessions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "roles",
                type: "integer",
                nullable: false,
                defaultValueSql: "nextval('role_versions')");

            migrationBuilder.CreateTable(
                name: "revocations",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    session_id = table.Column<Guid>(type: "uuid", nullable: true),
                    user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    role = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: true),
                    transaction_id = table.Column<ulong>(type: "xid8", nullable: false, defaultValueSql: "pg_current_xact_id()"),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_revocations", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_revocations_transaction_id",
                table: "revocations",
                column: "transaction_id");

            // A refresh changes no indexed column, so with some room on its page it need not touch an index.
            migrationBuilder.Sql("ALTER TABLE sessions SET (fillfactor = 70)");

            // What makes access tokens worthless is written down by the database itself, in the transaction that does it: no route, no
            // command and no UPDATE or DELETE in psql can forget it (a TRUNCATE can, and whoever switches triggers off). Tokens that were issued longer ago than 75 minutes have expired
            // (Revocation.Retention), so what has not been used for that long needs no row.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION announce_revocations() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    PERFORM pg_notify('revocations', '');
                    RETURN NULL;
                END $$;
                CREATE TRIGGER revocations_announced AFTER INSERT ON revocations
                    FOR EACH STATEMENT EXECUTE FUNCTION announce_revocations();

                CREATE FUNCTION revoke_session() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO revocations (session_id, expires_at) VALUES (OLD.id, now() + interval '75 minutes');
                    RETURN NULL;
                END $$;
                CREATE TRIGGER sessions_ended AFTER UPDATE OF revoked_at ON sessions FOR EACH ROW
                    WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL
                        AND OLD.last_used_at > now() - interval '75 minutes')
                    EXECUTE FUNCTION revoke_session();
                CREATE TRIGGER sessions_deleted AFTER DELETE ON sessions FOR EACH ROW
                    WHEN (OLD.revoked_at IS NULL AND OLD.last_used_at > now() - interval '75 minutes')
                    EXECUTE FUNCTION revoke_session();

                CREATE FUNCTION end_sessions_of_locked_user() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    UPDATE sessions SET revoked_at = now(), reason = 'account_locked'
                    WHERE user_id = NEW.id AND revoked_at IS NULL;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER users_locked AFTER UPDATE OF locked_at ON users FOR EACH ROW
                    WHEN (OLD.locked_at IS NULL AND NEW.locked_at IS NOT NULL)
                    EXECUTE FUNCTION end_sessions_of_locked_user();

                -- The user's row is changed first: a login holds it while it opens a session, so the session is seen here, or the
                -- login reads the new roles. A role that is deleted revokes for itself, not once for each who held it.
                CREATE FUNCTION revoke_roles_of_user() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE
                    changed uuid;
                    next integer;
                BEGIN
                    IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM roles WHERE id = OLD.role_id) THEN
                        RETURN NULL;
                    END IF;
                    FOR changed IN SELECT DISTINCT u FROM unnest(ARRAY[OLD.user_id, NEW.user_id]) u
                                   WHERE u IS NOT NULL ORDER BY u LOOP
                        UPDATE users SET version = version + 1 WHERE id = changed RETURNING version INTO next;
                        IF EXISTS (SELECT FROM sessions WHERE user_id = changed AND revoked_at IS NULL) THEN
                            INSERT INTO revocations (user_id, version, expires_at)
                            VALUES (changed, next, now() + interval '75 minutes');
                        END IF;
                    END LOOP;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER user_roles_changed AFTER INSERT OR UPDATE OR DELETE ON user_roles
                    FOR EACH ROW EXECUTE FUNCTION revoke_roles_of_user();

                CREATE FUNCTION revoke_role() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE
                    next integer := nextval('role_versions');
                BEGIN
                    INSERT INTO revocations (role, version, expires_at)
                    VALUES (OLD.name, next, now() + interval '75 minutes');
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                    NEW.version := next;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER roles_changed BEFORE UPDATE OF name, permissions ON roles FOR EACH ROW
                    WHEN (OLD.name IS DISTINCT FROM NEW.name OR OLD.permissions IS DISTINCT FROM NEW.permissions)
                    EXECUTE FUNCTION revoke_role();
                CREATE TRIGGER roles_deleted BEFORE DELETE ON roles FOR EACH ROW EXECUTE FUNCTION revoke_role();
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP TRIGGER roles_deleted ON roles;
                DROP TRIGGER roles_changed ON roles;
                DROP TRIGGER user_roles_changed ON user_roles;
                DROP TRIGGER users_locked ON users;
                DROP TRIGGER sessions_deleted ON sessions;
                DROP TRIGGER sessions_ended ON sessions;
                DROP TRIGGER revocations_announced ON revocations;
                DROP FUNCTION revoke_role, revoke_roles_of_user, end_sessions_of_locked_user, revoke_session, announce_revocations;
                ALTER TABLE sessions RESET (fillfactor);
                """
            );

            migrationBuilder.DropTable(
                name: "revocations");

            migrationBuilder.DropColumn(
                name: "version",
                table: "users");

            migrationBuilder.DropColumn(
                name: "replays",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "rotated_at",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "version",
                table: "roles");

            migrationBuilder.DropSequence(
                name: "role_versions");
        }
    }
}
