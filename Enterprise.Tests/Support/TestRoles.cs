using System.Security.Cryptography;
using Npgsql;

namespace Enterprise.Tests.Support;

/// <summary>
/// Roles and logins of one test. They belong to the whole server, where others run at the same time, so their names are drawn; they go
/// before the database does.
/// </summary>
internal sealed class TestRoles(TestDatabase database) : IAsyncDisposable
{
    private readonly List<string> names = [];

    /// <summary>A name that nobody has.</summary>
    public string NewName()
    {
        var name = $"test_{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        names.Add(name);
        return name;
    }

    /// <summary>A login; gives how it signs in to the database.</summary>
    public async Task<string> NewLoginAsync(string attributes = "")
    {
        var name = NewName();
        await database.ReadAsync<object>($"CREATE ROLE {name} LOGIN PASSWORD 'of-the-tests' {attributes}");
        return UrlOf(name, "of-the-tests");
    }

    /// <summary>The same, and the database is its own from now on.</summary>
    public async Task<string> NewOwnerAsync(string attributes = "")
    {
        var url = await NewLoginAsync(attributes);
        await database.ReadAsync<object>(
            $"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO {names[^1]}', current_database()); END $$"
        );
        if (await database.ReadAsync<int>("SELECT current_setting('server_version_num')::int") < 150000)
            await database.ReadAsync<object>($"ALTER SCHEMA public OWNER TO {names[^1]}");
        return url;
    }

    public string UrlOf(string name, string password) =>
        new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            Username = name,
            Password = password,
            Pooling = true,
        }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        names.Reverse();
        foreach (var name in names)
            await database.ReadAsync<object>(
                $"""
                DO $$ BEGIN
                    IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') THEN
                        REASSIGN OWNED BY {name} TO CURRENT_USER;
                        DROP OWNED BY {name};
                        DROP ROLE {name};
                    END IF;
                END $$
                """
            );
    }
}
