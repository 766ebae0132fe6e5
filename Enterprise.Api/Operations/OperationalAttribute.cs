namespace Enterprise.Api.Operations;

/// <summary>For those who run it: of all routes, only these answer on the management port, where there is one.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class OperationalAttribute : Attribute
{
    /// <summary>Where there is a management port, the route answers nowhere else.</summary>
    public bool OnlyThere { get; init; }
}
