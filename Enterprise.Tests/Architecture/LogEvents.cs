using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Enterprise.Tests.Architecture;

/// <summary>Every event that the program and its tool can write to the log, as its code has it.</summary>
internal static class LogEvents
{
    private const BindingFlags All =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Static
        | BindingFlags.Instance
        | BindingFlags.DeclaredOnly;

    private static readonly Type[] Types =
    [
        .. Solution.Layers.Append(Solution.Migrations).SelectMany(assembly => assembly.GetTypes()),
    ];

    /// <summary>By the attribute of a method, whose name is that of the event where it has no other.</summary>
    public static IReadOnlyList<EventId> Declared { get; } =
    [
        .. from type in Types
        from method in type.GetMethods(All)
        let message = method.GetCustomAttribute<LoggerMessageAttribute>()
        where message is not null
        select new EventId(message.EventId, message.EventName ?? method.Name),
    ];

    /// <summary>Those that are written without such a method, by the fields that hold them.</summary>
    public static IReadOnlyList<EventId> Held { get; } =
    [
        .. from type in Types
        where
            !type.ContainsGenericParameters
            && type.Namespace?.StartsWith("Enterprise.", StringComparison.Ordinal) is true
        from field in type.GetFields(All)
        where field.IsStatic && field.FieldType == typeof(EventId)
        select (EventId)field.GetValue(null)!,
    ];
}
