namespace Enterprise.Migrations.Local;

/// <summary>Where a private server lives and how long.</summary>
/// <param name="Folder">The server's folder. It is made when missing, and refused when somebody else's files are in it.</param>
internal sealed record LocalServerOptions(string Folder)
{
    /// <summary>The database that <see cref="LocalServer.Url"/> names; made when missing.</summary>
    public string Database { get; init; } = "enterprise";

    /// <summary>Data must survive a power cut. Without it a test run is several times faster.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>The folder goes when the server is disposed of, or when its owner ends in whatever way.</summary>
    public bool DeleteAfterUse { get; init; }

    public int MaxConnections { get; init; } = 100;

    /// <summary>The server stops when this process ends, unless somebody else uses it too. Null: it runs until it is told to stop.</summary>
    public int? OwnerProcessId { get; init; }

    /// <summary>For a server to become ready, recovery after a crash included.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public PostgresSearch Search { get; init; } = PostgresSearch.OfThisMachine();

    /// <summary>For one test run: fast, not durable, gone with this process.</summary>
    public static LocalServerOptions Throwaway(string folder) =>
        new(folder)
        {
            Database = "postgres",
            Durable = false,
            DeleteAfterUse = true,
            MaxConnections = 300,
            OwnerProcessId = Environment.ProcessId,
        };
}
