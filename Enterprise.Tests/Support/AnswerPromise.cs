namespace Enterprise.Tests.Support;

/// <summary>The <see cref="Promise"/> for answers in process.</summary>
internal static class AnswerPromise
{
    /// <summary>What is wrong with an answer; <c>null</c> for nothing.</summary>
    public static string? Fault(Answer answer) =>
        Promise.Fault(answer.Status, answer.ContentType, answer.Text, answer.Header("x-request-id"));
}
