namespace Enterprise.Application.Abstractions;

/// <summary>What is known of the database without asking it: answered from memory, kept up to date in the background.</summary>
public interface IDatabaseState
{
    /// <summary>It answered lately.</summary>
    bool IsReachable { get; }

    /// <summary>It held every migration that this build needs when it answered last.</summary>
    bool IsMigrated { get; }
}
