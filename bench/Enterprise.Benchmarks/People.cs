using System.Globalization;
using Npgsql;

namespace Enterprise.Benchmarks;

/// <summary>
/// Fills a database with people, always the same: their ids are in the order of time, their names and addresses are mixed. Terms are
/// about as rare in any number of them as the constants say.
/// </summary>
internal static class People
{
    /// <summary>Three people.</summary>
    public const string Rare = "featherstonehaugh";

    public const string OneInThousand = "wojciechowski";
    public const string OneInHundred = "papadopoulos";
    public const string OneInTen = "smith";

    /// <summary>Everybody.</summary>
    public const string Common = "example";

    /// <summary>Three hold the role admin, the first of all; a hundred are locked; one in eleven has no name.</summary>
    private const string Seed = """
        SET session_replication_role = replica;
        SET maintenance_work_mem = '256MB';
        CREATE TEMP TABLE made AS SELECT indexdef FROM pg_indexes WHERE tablename = 'users' AND indexname <> 'pk_users';
        DO $$
        DECLARE
            index record;
        BEGIN
            FOR index IN SELECT indexname FROM pg_indexes WHERE tablename = 'users' AND indexname <> 'pk_users' LOOP
                EXECUTE format('DROP INDEX %I', index.indexname);
            END LOOP;
        END $$;
        INSERT INTO users (id, email, normalized_email, user_name, normalized_user_name, name, password_hash, security_stamp,
            concurrency_stamp, created_at, updated_at, locked_at, email_confirmed, two_factor_enabled)
        SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || left(md5(n::text), 3) || '8'
                || left(md5('u' || n), 15))::uuid,
            address, upper(address), address, upper(address), CASE WHEN h % 11 > 0 THEN given || ' ' || family END,
            'v1.p1.' || repeat(md5(n::text), 6), md5('s' || n), md5('c' || n), at, at,
            CASE WHEN n % ($people / 100) = 50 THEN at END, false, false
        FROM (
            SELECT n, h, at, given, family, lower(given || '.' || family) || n || '@'
                || (ARRAY['mail','post','north','south'])[1 + h / 131 % 4] || '.example.com' AS address
            FROM (
                SELECT n, h, timestamptz '2020-01-01' + n * interval '97 s' AS at,
                    (ARRAY['Ada','Alan','Barbara','Claude','Dennis','Donald','Edsger','Frances','Grace','Hedy','Jean','John','Karen',
                        'Ken','Leslie','Linus','Margaret','Maria','Niklaus','Radia','Shafi','Sophie','Stephen','Tim','Tony','Wendy',
                        'Yukihiro','Zoe','Jürgen','Łukasz'])[1 + h % 30] AS given,
                    CASE WHEN n * 3 / $people <> (n - 1) * 3 / $people THEN 'Featherstonehaugh'
                        WHEN h / 7 % 1000 = 1 THEN 'Wojciechowski'
                        WHEN h / 7 % 100 = 2 THEN 'Papadopoulos'
                        WHEN h / 7 % 10 = 3 THEN 'Smith'
                        ELSE (ARRAY['Allen','Babbage','Backus','Bartik','Berners','Boole','Borg','Cerf','Church','Cook','Dahl',
                            'Dijkstra','Engelbart','Floyd','Goldwasser','Hamilton','Hoare','Hopper','Kay','Kernighan','Knuth','Lamarr',
                            'Lamport','Liskov','Lovelace','McCarthy','Milner','Minsky','Naur','Newell','Nygaard','Perlman','Rivest',
                            'Shannon','Simon','Spärck','Tarjan','Thompson','Turing','Wirth'])[1 + h / 30 % 40]
                            || (ARRAY['','','son','berg','ski'])[1 + h / 1200 % 5] END AS family
                FROM (SELECT n, hashint4(n) & 2147483647 AS h FROM generate_series(1, $people) n) mixed
            ) named
        ) people;
        INSERT INTO user_roles (user_id, role_id)
            SELECT u.id, r.id FROM users u, roles r WHERE r.normalized_name = 'USER';
        INSERT INTO user_roles (user_id, role_id)
            SELECT u.id, r.id FROM (SELECT id FROM users ORDER BY id LIMIT 3) u, roles r WHERE r.normalized_name = 'ADMIN';
        DO $$
        DECLARE
            index record;
        BEGIN
            FOR index IN SELECT indexdef FROM made LOOP
                EXECUTE index.indexdef;
            END LOOP;
        END $$;
        """;

    /// <summary>Makes a database with so many people; gives its connection string.</summary>
    public static async Task<string> MakeAsync(string connectionString, int count)
    {
        var name = FormattableString.Invariant($"people_{count}");
        await ExecuteAsync(connectionString, $"CREATE DATABASE {name}");
        var made = new NpgsqlConnectionStringBuilder(connectionString) { Database = name }.ConnectionString;
        await Lab.MigrateAsync(made);
        await ExecuteAsync(
            made,
            Seed.Replace("$people", count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        );
        await ExecuteAsync(made, "VACUUM (ANALYZE)");
        return made;
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
