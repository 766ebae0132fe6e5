using Enterprise.Domain.Common;
using Microsoft.AspNetCore.Mvc;

namespace Enterprise.Api.Http;

/// <summary>Translates what Application gives into what HTTP answers.</summary>
internal static class ResultExtensions
{
    /// <summary>The value by the given result, or the failure as a problem.</summary>
    public static IActionResult ToActionResult<T>(this Result<T> result, Func<T, IActionResult> onValue) =>
        result.Match(onValue, failure => new ProblemResult(ProblemCatalogue.From(failure)));
}
