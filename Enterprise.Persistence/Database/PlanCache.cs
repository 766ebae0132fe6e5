namespace Enterprise.Persistence.Database;

/// <summary>What is said to the planner ahead of a statement, in the same round trip and for the same transaction.</summary>
internal static class PlanCache
{
    /// <summary>Plans what follows for its own parameters, whatever plans are kept.</summary>
    public const string PlanAfresh = "SELECT set_config('plan_cache_mode', 'force_custom_plan', true)";
}
