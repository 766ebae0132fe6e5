using System.Security.Cryptography;
using Enterprise.Application.Sessions;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Support;

/// <summary>
/// Puts accounts and sessions straight into a database, because a test that needs a thousand cannot wait for a thousand hashes.
/// Their refresh tokens are good on every <see cref="ApiHost"/>.
/// </summary>
internal sealed class SessionForge(TestDatabase database)
{
    /// <summary>Of every forged account.</summary>
    public const string SecurityStamp = "forged";

    private static readonly RefreshTokens Tokens = new(
        Options.Create(new JwtOptions { RefreshSecret = ApiHost.RefreshSecret })
    );

    /// <summary>So many accounts with one session each, in one statement.</summary>
    public async Task<ForgedSession[]> NewAsync(int count)
    {
        var sessions = Enumerable.Range(0, count).Select(_ => new ForgedSession(NewId(), NewToken())).ToArray();
        await database.ReadAsync<object>(
            """
            WITH wanted AS (
                SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bytea[]) AS w (user_id, id, salt)
            ), accounts AS (
                INSERT INTO users (id, email, normalized_email, user_name, normalized_user_name, password_hash,
                    security_stamp, concurrency_stamp, created_at, updated_at, email_confirmed, two_factor_enabled)
                SELECT user_id, user_id || '@example.com', upper(user_id || '@example.com'), user_id || '@example.com',
                    upper(user_id || '@example.com'), 'none', 'forged', 'forged', now(), now(), false, false FROM wanted
                RETURNING id
            ), roles_held AS (
                INSERT INTO user_roles (user_id, role_id)
                SELECT accounts.id, roles.id FROM accounts, roles WHERE normalized_name = 'USER'
            )
            INSERT INTO sessions (id, user_id, salt, generation, created_at, last_used_at, idle_expires_at, absolute_expires_at)
            SELECT id, user_id, salt, 1, now(), now(), now() + interval '7 days', now() + interval '30 days' FROM wanted
            """,
            sessions.Select(session => session.UserId).ToArray(),
            sessions.Select(session => session.First.SessionId).ToArray(),
            sessions.Select(session => session.First.Salt).ToArray()
        );
        return sessions;
    }

    public async Task<ForgedSession> NewAsync() => (await NewAsync(1))[0];

    /// <summary>An account with one session that holds these permissions, by a role of its own.</summary>
    public async Task<ForgedSession> NewHolderAsync(params string[] permissions)
    {
        var session = await NewAsync();
        await database.ReadAsync<object>(
            """
            WITH made AS (
                INSERT INTO roles (id, name, normalized_name, description, permissions, built_in, concurrency_stamp)
                VALUES ($1, $2, upper($2), '', $3, false, 'forged') RETURNING id
            ) INSERT INTO user_roles (user_id, role_id) SELECT $4, id FROM made
            """,
            NewId(),
            RoleOf(session),
            permissions,
            session.UserId
        );
        return session;
    }

    /// <summary>The name of the role of a <see cref="NewHolderAsync"/>.</summary>
    public static string RoleOf(ForgedSession session) => $"of-{session.UserId:N}";

    /// <summary>The token of another generation of a session.</summary>
    public static string TokenOf(ForgedSession session, int generation) =>
        Tokens.Write(session.First with { Generation = generation }).Reveal();

    private static RefreshToken NewToken() =>
        new(NewId(), RefreshToken.FirstGeneration, RandomNumberGenerator.GetBytes(RefreshToken.SaltBytes));

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
}

/// <summary>An account that nobody can sign in to, and its session.</summary>
internal sealed record ForgedSession(Guid UserId, RefreshToken First)
{
    public Guid Id => First.SessionId;

    /// <summary>The first refresh token.</summary>
    public string Token => SessionForge.TokenOf(this, RefreshToken.FirstGeneration);
}
