using Enterprise.Domain.Common;

namespace Enterprise.Tests.Domain.Common;

[Parallelizable(ParallelScope.All)]
public sealed class ResultTests
{
    private static readonly Failure Refusal = new(FailureKind.Conflict, "things.taken", "It is taken.");

    [Test]
    public void A_value_becomes_a_success()
    {
        Result<int> result = 7;

        Assert.That(result.TryGet(out var value, out var failure), Is.True);
        Assert.That(value, Is.EqualTo(7));
        Assert.That(failure, Is.Null);
        Assert.That(result.Failure, Is.Null);
    }

    [Test]
    public void A_failure_becomes_a_refusal()
    {
        Result<int> result = Refusal;

        Assert.That(result.TryGet(out var value, out var failure), Is.False);
        Assert.That(value, Is.Zero);
        Assert.That(failure, Is.SameAs(Refusal));
        Assert.That(result.Failure, Is.SameAs(Refusal));
    }

    [Test]
    public void Match_takes_the_way_of_the_outcome_and_only_that()
    {
        Result<int> good = 7;
        Result<int> bad = Refusal;

        Assert.That(good.Match(value => $"{value}", _ => throw new AssertionException("No refusal.")), Is.EqualTo("7"));
        Assert.That(
            bad.Match(_ => throw new AssertionException("No value."), failure => failure.Code),
            Is.EqualTo("things.taken")
        );
    }

    [Test]
    public void The_default_value_of_a_type_is_a_success_too()
    {
        Result<Unit> result = default(Unit);

        Assert.That(result.TryGet(out _, out _), Is.True);
    }

    [Test]
    public void A_failure_is_equal_to_another_with_the_same_parts()
    {
        var again = new Failure(FailureKind.Conflict, "things.taken", "It is taken.");

        Assert.That(again, Is.EqualTo(Refusal));
        Assert.That(again with { RetryAfter = TimeSpan.FromSeconds(1) }, Is.Not.EqualTo(Refusal));
        Assert.That(Refusal.Errors, Is.Empty);
        Assert.That(Refusal.RetryAfter, Is.Null);
    }

    [Test]
    public void An_invalid_request_names_its_fields()
    {
        var failure = RequestFailures.Invalid([new FieldError("email", "required", "It is needed.")]);

        Assert.That(failure.Kind, Is.EqualTo(FailureKind.Invalid));
        Assert.That(failure.Code, Is.EqualTo("request.invalid"));
        Assert.That(failure.Errors.Single().Field, Is.EqualTo("email"));
    }

    [Test]
    public void Too_many_requests_are_told_when_to_come_back()
    {
        var failure = RequestFailures.TooMany(TimeSpan.FromSeconds(3));

        Assert.That(failure.Kind, Is.EqualTo(FailureKind.TooMany));
        Assert.That(failure.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(3)));
    }
}
