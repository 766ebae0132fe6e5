using System.Text.Json.Serialization;
using Enterprise.Application.Health;

namespace Enterprise.Api.Operations;

/// <summary>Whether this instance should get requests, and what says otherwise.</summary>
/// <param name="Status" example="ready"><c>ready</c> or <c>not_ready</c>.</param>
/// <param name="Checks"><c>ok</c> or <c>failed</c>, by check.</param>
public sealed record Readiness(string Status, ReadinessChecks Checks)
{
    private const string Ready = "ready";

    [JsonIgnore]
    public bool IsReady => Status == Ready;

    internal static Readiness Of(HealthFindings findings) =>
        new(findings.AreGood ? Ready : "not_ready", ReadinessChecks.Of(findings));
}

/// <summary>What decides it, each <c>ok</c> or <c>failed</c>.</summary>
/// <param name="Startup" example="ok"><c>failed</c> until the database was found migrated once and the program is warm.</param>
/// <param name="Database" example="ok">It answered within the last seconds.</param>
/// <param name="Migrations" example="ok">It holds every migration that this build needs.</param>
/// <param name="Keys" example="ok">There is a key that can sign access tokens.</param>
/// <param name="Draining" example="ok"><c>failed</c> once the instance was asked to stop.</param>
public sealed record ReadinessChecks(string Startup, string Database, string Migrations, string Keys, string Draining)
{
    internal static ReadinessChecks Of(HealthFindings findings) =>
        new(
            Mark(findings.Startup),
            Mark(findings.Database),
            Mark(findings.Migrations),
            Mark(findings.Keys),
            Mark(findings.Draining)
        );

    private static string Mark(bool holds) => holds ? "ok" : "failed";
}
