using System.Reflection;
using Enterprise.Api.Accounts;
using Enterprise.Api.Http;
using Enterprise.Api.Limits;

namespace Enterprise.Tests.Api.Limits;

[Parallelizable(ParallelScope.All)]
public sealed class MarksTests
{
    private static readonly MethodInfo[] Actions =
    [
        .. typeof(AccountsController)
            .Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Controller", StringComparison.Ordinal))
            .SelectMany(type =>
                type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            ),
    ];

    [Test]
    public void What_may_answer_that_passwords_are_busy_has_the_places_and_the_time_for_it()
    {
        foreach (var action in Actions)
        {
            var hashes = action.GetCustomAttribute<RefusalsAttribute>()?.Codes.Contains("passwords.busy") is true;
            Assert.That(
                action.GetCustomAttribute<HashesPasswordAttribute>(),
                hashes ? Is.Not.Null : Is.Null,
                action.Name
            );
            Assert.That(action.GetCustomAttribute<TimeLimitAttribute>(), hashes ? Is.Not.Null : Is.Null, action.Name);
        }
    }

    [Test]
    public void What_reads_a_larger_body_does_not_wait_for_it()
    {
        foreach (var action in Actions.Where(action => action.GetCustomAttribute<BodyLimitAttribute>() is not null))
            Assert.That(action.GetCustomAttribute<OwnLimitsAttribute>(), Is.Not.Null, action.Name);
    }
}
