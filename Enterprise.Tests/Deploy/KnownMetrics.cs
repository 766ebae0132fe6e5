namespace Enterprise.Tests.Deploy;

/// <summary>
/// The metrics that rules and dashboards may ask for, as <c>GET /metrics</c> spells them. What a running program has is compared with
/// what they ask for by <see cref="ScrapedNames"/>.
/// </summary>
internal static class KnownMetrics
{
    private static readonly string[] Histograms =
    [
        "db_client_operation_duration_seconds",
        "enterprise_api_login_duration_seconds",
        "enterprise_api_password_hash_duration_seconds",
        "enterprise_api_password_hash_wait_seconds",
        "http_server_request_duration_seconds",
    ];

    private static readonly string[] Single =
    [
        "db_client_connection_count",
        "db_client_connection_max",
        "db_client_connection_npgsql_pending_requests",
        "db_client_connection_npgsql_timeouts_total",
        "dotnet_exceptions_total",
        "dotnet_gc_heap_total_allocated_bytes_total",
        "dotnet_gc_pause_time_seconds_total",
        "dotnet_monitor_lock_contentions_total",
        "dotnet_process_cpu_time_seconds_total",
        "dotnet_process_memory_working_set_bytes",
        "dotnet_thread_pool_queue_length_total",
        "dotnet_thread_pool_thread_count_total",
        "enterprise_api_audit_records_total",
        "enterprise_api_authorization_denials_total",
        "enterprise_api_database_breaker_open",
        "enterprise_api_database_breaker_openings_total",
        "enterprise_api_migration_pending",
        "enterprise_api_password_hash_rejections_total",
        "enterprise_api_password_hash_renewals_total",
        "enterprise_api_password_hash_running",
        "enterprise_api_password_hash_waiting",
        "enterprise_api_readiness_check",
        "enterprise_api_refresh_attempts_total",
        "enterprise_api_request_aborts_total",
        "enterprise_api_request_refusals_total",
        "enterprise_api_revocation_feed_age_seconds",
        "enterprise_api_session_revocations_total",
        "enterprise_api_signing_key_age_seconds",
        "enterprise_api_telemetry_drops_total",
        "enterprise_api_telemetry_exports_total",
        "http_server_active_requests",
        "kestrel_active_connections",
        "kestrel_queued_connections",
        "kestrel_rejected_connections_total",
        "target_info",
    ];

    /// <summary>The name of every series; a histogram has three kinds.</summary>
    public static IReadOnlySet<string> Names { get; } =
        Histograms
            .SelectMany(name => (string[])[name + "_bucket", name + "_sum", name + "_count"])
            .Concat(Single)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>The program's own metrics, a histogram once.</summary>
    public static IEnumerable<string> Own =>
        Histograms.Concat(Single).Where(name => name.StartsWith("enterprise_api_", StringComparison.Ordinal));
}
