using Enterprise.Application;
using Enterprise.Application.Accounts;
using Enterprise.Application.Audit;
using Enterprise.Domain.Accounts;

namespace Enterprise.Tests.Support.InMemory;

/// <summary>What the in-memory ports keep, under one lock: each of their methods is one statement of the real ones.</summary>
internal sealed class World(TimeProvider clock)
{
    public Lock Gate { get; } = new();

    public DateTimeOffset Now => clock.GetUtcNow();

    public Dictionary<Guid, StoredAccount> Accounts { get; } = [];

    public InMemoryRoles Roles { get; } = new();

    public List<StoredSession> Sessions { get; } = [];

    public List<AuditFact> Audit { get; } = [];

    public InMemoryAttempts Attempts => field ??= new InMemoryAttempts(this);

    /// <summary>The same entries, whole.</summary>
    public List<AuditEntry> Trail { get; } = [];

    public void Record(
        string action,
        string outcome,
        Guid? actor,
        Guid? subject,
        RequestOrigin origin,
        IReadOnlyDictionary<string, AuditChange>? changes = null
    )
    {
        Audit.Add(new AuditFact(action, outcome, actor, subject, origin.RequestId));
        Trail.Add(
            new AuditEntry(
                Guid.CreateVersion7(Now),
                // The database's clock goes on, where a test's stands still.
                Now.AddMicroseconds(Trail.Count),
                action,
                outcome,
                actor,
                subject,
                origin.Address?.ToString(),
                origin.UserAgent,
                origin.RequestId,
                changes
            )
        );
    }

    /// <summary>Puts an account in, which nobody may have the address of.</summary>
    public StoredAccount Add(NewAccount account)
    {
        var stored = new StoredAccount
        {
            Registered = account,
            Email = account.Email,
            PasswordHash = account.PasswordHash,
            Stamp = $"stamp of {account.Id}",
            Name = account.Name,
            CreatedAt = Now,
            UpdatedAt = Now,
            Roles = new HashSet<string>(account.Roles, StringComparer.OrdinalIgnoreCase),
        };
        Accounts.Add(account.Id, stored);
        return stored;
    }

    /// <summary>Whether somebody signs in with an address, but for one.</summary>
    public bool IsTaken(EmailAddress email, Guid? butFor = null) =>
        Accounts.Values.Any(stored => stored.Email == email && stored.Registered.Id != butFor);

    /// <summary>Notes that an account changes.</summary>
    public void Touch(StoredAccount account)
    {
        account.State++;
        account.UpdatedAt = Now;
    }

    /// <summary>Names the state of an account and of the roles that it holds.</summary>
    public string TagOf(StoredAccount account) =>
        $"state {account.State} of {account.Registered.Id}, roles {string.Join('.', Roles.EntitlementsOf(account).Versions)}";

    /// <summary>The sessions of an account that nobody has ended.</summary>
    public StoredSession[] SessionsOf(Guid userId) =>
        [.. Sessions.Where(session => session.UserId == userId && !session.IsEnded)];

    /// <summary>Ends the account's sessions too, as the trigger of the real one does.</summary>
    public void Lock(Guid userId)
    {
        Accounts[userId].IsLocked = true;
        foreach (var session in Sessions.Where(session => session.UserId == userId))
            session.IsEnded = true;
    }

    public Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId)
    {
        lock (Gate)
            return Task.FromResult<IReadOnlyList<AuditFact>>([.. Audit.Where(fact => fact.RequestId == requestId)]);
    }
}

/// <summary>An account, as its row would be.</summary>
internal sealed class StoredAccount
{
    public required NewAccount Registered { get; init; }
    public required EmailAddress Email { get; set; }
    public required string PasswordHash { get; set; }
    public required string Stamp { get; set; }
    public required PersonName? Name { get; set; }

    /// <summary>Higher with every change, as the concurrency stamp is another one.</summary>
    public int State { get; set; } = 1;
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public bool IsLocked { get; set; }

    /// <summary>Names of the roles held.</summary>
    public required HashSet<string> Roles { get; init; }

    /// <summary>Of the set of roles held; each role has one of its own.</summary>
    public int Version { get; set; } = 1;
}

/// <summary>A session, as its row would be.</summary>
internal sealed class StoredSession
{
    public required Guid Id { get; init; }
    public required Guid UserId { get; init; }
    public required byte[] Salt { get; init; }
    public required int Generation { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset LastUsedAt { get; set; }
    public required DateTimeOffset IdleExpiresAt { get; set; }
    public required DateTimeOffset AbsoluteExpiresAt { get; init; }
    public required RequestOrigin Origin { get; set; }
    public DateTimeOffset? RotatedAt { get; set; }
    public int Replays { get; set; }
    public bool IsEnded { get; set; }
}

/// <summary>An entry of the audit trail, as far as the contract of a port goes.</summary>
public sealed record AuditFact(string Action, string Outcome, Guid? ActorId, Guid? SubjectId, string RequestId);
