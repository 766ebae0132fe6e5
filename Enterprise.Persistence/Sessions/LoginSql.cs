using Enterprise.Domain.Audit;
using Enterprise.Persistence.Audit;
using Enterprise.Persistence.Roles;

namespace Enterprise.Persistence.Sessions;

/// <summary>The statements of a login. Each checks and acts at once, by the database's clock.</summary>
internal static class LoginSql
{
    /// <summary>
    /// Takes one from a network's allowance. $1 network, $2 interval, $3 burst, $4 audit id, $5 address, $6 user agent, $7
    /// request id. The first refusal of a row is audited, and only that, so that refusals cannot flood the trail.
    /// </summary>
    public const string Allowance = $"""
        WITH allowance AS (
            INSERT INTO credential_allowances AS a (network, ahead_until) VALUES ($1, now() + $2)
            ON CONFLICT (network) DO UPDATE SET
                ahead_until = CASE WHEN a.ahead_until <= now() + $3 THEN greatest(a.ahead_until, now()) + $2
                                   ELSE a.ahead_until END,
                refused_at = CASE WHEN a.ahead_until <= now() + $3 THEN NULL ELSE coalesce(a.refused_at, now()) END
            RETURNING ahead_until, refused_at
        ), throttled AS (
            {AuditSql.Insert}
            SELECT $4, now(), '{AuditAction.Throttle}', '{AuditOutcome.Refused}', NULL, NULL, $5, $6, $7
            FROM allowance WHERE refused_at = now()
        )
        """;

    public const string Wait = "CASE WHEN refused_at IS NOT NULL THEN ahead_until - now() - $3 END";

    /// <summary>Whether this refusal is the one that is audited.</summary>
    public const string IsFirstRefusal = "coalesce(refused_at = now(), false)";

    public const string Take = $"{Allowance} SELECT {Wait}, {IsFirstRefusal} FROM allowance";

    /// <summary>
    /// Counts the attempt and reads the account. The seven of <see cref="Allowance"/>, $8 fingerprint of the pair, $9 lock-out
    /// duration, $10 failures allowed, $11 normalised address, $12 fingerprint of the account, $13 failures allowed to strangers. An attempt is a failure until
    /// it has succeeded. What is beyond the limit of its own network is not counted for strangers too, else one network could lock all others out.
    /// </summary>
    public static readonly string Begin = $"""
        {Allowance}, attempt AS (
            INSERT INTO login_attempts AS l (account, failures, forgotten_at)
            SELECT $8, 1, now() + $9 FROM allowance WHERE refused_at IS NULL
            {Count("$10")}
            RETURNING failures, coalesce(known_until > now(), false) AS is_known
        ), stranger AS (
            INSERT INTO login_attempts AS l (account, failures, forgotten_at)
            SELECT $12, 1, now() + $9 FROM attempt WHERE NOT is_known AND failures <= $10
            {Count("$13")}
            RETURNING failures
        )
        SELECT {Wait}, coalesce(attempt.failures, 0),
            u.id, u.password_hash, u.security_stamp, u.locked_at IS NOT NULL, coalesce(stranger.failures, 0),
            {IsFirstRefusal}
        FROM allowance LEFT JOIN attempt ON true LEFT JOIN stranger ON true
        LEFT JOIN users u ON attempt.failures IS NOT NULL AND u.normalized_email = $11
        """;

    /// <summary>
    /// $1 fingerprint of the pair, $2 whether it was counted, $3 fingerprint of the account, $4 whether it was counted there. In the order in which
    /// <see cref="Begin"/> takes the rows.
    /// </summary>
    public const string ReturnAttempt = """
        WITH pair AS (
            UPDATE login_attempts SET failures = failures - 1 WHERE $2 AND account = $1 AND failures > 0 RETURNING 1
        )
        UPDATE login_attempts SET failures = failures - 1
        FROM (SELECT count(*) FROM pair) done WHERE $4 AND account = $3 AND failures > 0
        """;

    /// <summary>
    /// $1 session id, $2 user id, $3 security stamp, $4 renewed hash or null, $5 salt, $6 first generation, $7 idle lifetime, $8
    /// absolute lifetime, $9 audit id, $10 address, $11 user agent, $12 request id, $13 to $16 as <see cref="Forget"/> has them. Comes after
    /// <see cref="SessionSql.LockUser"/> in one transaction, so that a lock, a deletion, a change of password or of roles comes
    /// before or after the session, never in between: its snapshot is taken when the row is held.
    /// </summary>
    public static readonly string Open = $"""
        WITH account AS (
            SELECT id FROM users WHERE id = $2 AND security_stamp = $3 AND locked_at IS NULL
        ), renewed AS (
            UPDATE users SET password_hash = $4 FROM account WHERE users.id = account.id AND $4 IS NOT NULL
        ), opened AS (
            INSERT INTO sessions (id, user_id, salt, generation, created_at, last_used_at, idle_expires_at,
                                  absolute_expires_at, address, user_agent)
            SELECT $1, account.id, $5, $6, now(), now(), now() + least($7, $8), now() + $8, $10, $11 FROM account
            RETURNING user_id, idle_expires_at - now() AS lifetime
        ), {Forget("account", 13)}, audited AS (
            {AuditSql.Insert}
            SELECT $9, now(), '{AuditAction.Login}',
                CASE WHEN opened.user_id IS NULL THEN '{AuditOutcome.Refused}' ELSE '{AuditOutcome.Succeeded}' END,
                opened.user_id, $2, $10, $11, $12
            FROM (VALUES (1)) one LEFT JOIN opened ON true
        )
        SELECT opened.lifetime, {RoleSql.EntitlementsOfUser}
        FROM opened JOIN users u ON u.id = opened.user_id
        """;

    /// <summary>
    /// $1 audit id, $2 outcome, $3 audit id of a lock-out, $4 whether one begins, $5 user id or null, $6 address, $7 user agent,
    /// $8 request id, $9 action.
    /// </summary>
    public const string RecordFailure = $"""
        {AuditSql.Insert}
        SELECT entry.id, now(), entry.action, entry.outcome, NULL, $5, $6, $7, $8
        FROM (VALUES ($1::uuid, $9, $2, true),
                     ($3::uuid, '{AuditAction.Lockout}', '{AuditOutcome.LockedOut}', $4)) entry (id, action, outcome, wanted)
        WHERE entry.wanted
        """;

    /// <summary>
    /// What a success does to the counters: the failures of the pair are forgotten and the account is known in the network from now on; what was
    /// counted for strangers is taken back, and what others did stays.
    /// </summary>
    /// <param name="proved">A row source: there is a row where it succeeded.</param>
    /// <param name="first">The number of the first of four parameters: fingerprint of the pair, for how long it is known, fingerprint of the account, whether
    /// the attempt was counted for strangers.</param>
    public static string Forget(string proved, int first) =>
        FormattableString.Invariant(
            $"""
            forgotten AS (
                UPDATE login_attempts l SET failures = 0, forgotten_at = now(), known_until = now() + ${first + 1}
                FROM {proved} WHERE l.account = ${first} RETURNING 1
            ), returned AS (
                UPDATE login_attempts l SET failures = l.failures - 1
                FROM forgotten WHERE ${first + 3} AND l.account = ${first + 2} AND l.failures > 0
            )
            """
        );

    /// <summary>A lock-out is not made longer by attempts during it, else anyone could keep it up for ever.</summary>
    private static string Count(string allowed) =>
        $"""
            ON CONFLICT (account) DO UPDATE SET
                failures = CASE WHEN l.forgotten_at <= now() THEN 1 ELSE least(l.failures, {allowed}) + 1 END,
                forgotten_at = CASE WHEN l.forgotten_at > now() AND l.failures >= {allowed} THEN l.forgotten_at
                                    ELSE now() + $9 END
            """;
}
