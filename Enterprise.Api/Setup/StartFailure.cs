using System.Data.Common;
using Microsoft.AspNetCore.Connections;

namespace Enterprise.Api.Setup;

/// <summary>Says what keeps the program from starting, where it is the machine and not the program.</summary>
internal static class StartFailure
{
    /// <summary>A service that is needed is not there (<c>EX_UNAVAILABLE</c> of sysexits.h).</summary>
    public const int ExitCode = 69;

    /// <summary>One sentence for an operator; <c>null</c> where it is a bug, which should show all of itself.</summary>
    public static string? Explain(Exception exception) =>
        exception switch
        {
            IOException { InnerException: AddressInUseException } =>
                "The address is in use by another program: set APP_SERVER__PORT or APP_SERVER__HOST.",
            DbException refused => $"The migrations cannot be applied: {refused.Message}",
            _ => null,
        };
}
