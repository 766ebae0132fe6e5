namespace Enterprise.Application.Abstractions;

/// <summary>What is known of the database without asking it: answered from memory, kept up to date in the background.</summary>
public interface IDatabaseState
{
    /// <summary>It answered lately.</summary>
    bool IsReachable { get; }

    /// <summary>How many migrations of this build it lacked when it answered last; <c>null</c> until it has.</summary>
    int? PendingMigrations { get; }

    /// <summary>Ends once it lacked none since this instance started.</summary>
    Task Migrated { get; }

    /// <summary>It is known to be away, and nobody is let through to it.</summary>
    bool IsBreakerOpen { get; }

    /// <summary>How often it was found away since this instance started.</summary>
    long BreakerOpenings { get; }
}
