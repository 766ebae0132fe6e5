using System.Text.Json.Serialization;
using Enterprise.Application.Abstractions;

namespace Enterprise.Api.Operations;

/// <summary>Whether this instance should get requests, and what says otherwise.</summary>
/// <param name="Status" example="ready"><c>ready</c> or <c>not_ready</c>.</param>
/// <param name="Checks"><c>ok</c> or <c>failed</c>, by check.</param>
public sealed record Readiness(string Status, ReadinessChecks Checks)
{
    private const string Ready = "ready";

    [JsonIgnore]
    public bool IsReady => Status == Ready;

    /// <summary>Judges what is known, without asking anyone.</summary>
    public static Readiness Of(IDatabaseState database, bool draining)
    {
        var checks = new ReadinessChecks(
            Mark(database.IsReachable),
            Mark(database is { IsReachable: true, IsMigrated: true }),
            Mark(!draining)
        );
        return new Readiness(checks.AllHold ? Ready : "not_ready", checks);
    }

    private static string Mark(bool holds) => holds ? ReadinessChecks.Ok : ReadinessChecks.Failed;
}

/// <summary>What decides it, each <c>ok</c> or <c>failed</c>.</summary>
/// <param name="Database" example="ok">It answered within the last seconds.</param>
/// <param name="Migrations" example="ok">It holds every migration that this build needs.</param>
/// <param name="Draining" example="ok"><c>failed</c> once the instance is stopping.</param>
public sealed record ReadinessChecks(string Database, string Migrations, string Draining)
{
    internal const string Ok = "ok";
    internal const string Failed = "failed";

    [JsonIgnore]
    public bool AllHold => (Database, Migrations, Draining) == (Ok, Ok, Ok);
}
