using Enterprise.Application.Authorization;
using Enterprise.Application.Users;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Contracts;

namespace Enterprise.Tests.Application.Users;

[Parallelizable(ParallelScope.All)]
public sealed class UserAccessTests
{
    private static readonly IReadOnlyList<string> All = Permissions.All;

    [TestCaseSource(nameof(All))]
    public void Everybody_may_do_to_themselves_what_others_need_a_permission_for(string asked)
    {
        var caller = NewCaller();

        Assert.That(UserAccess.Judge(caller, caller.UserId, asked), Is.Null);
    }

    [TestCaseSource(nameof(All))]
    public void Who_holds_the_permission_may(string asked) =>
        Assert.That(UserAccess.Judge(NewCaller(asked), Given.NewId(), asked), Is.Null);

    [TestCaseSource(nameof(All))]
    public void Who_holds_none_is_not_told_that_there_is_anybody(string asked) =>
        Assert.That(UserAccess.Judge(NewCaller(), Given.NewId(), asked), Is.SameAs(RequestFailures.NotFound));

    [Test]
    public void Any_one_permission_is_enough_for_itself_only_and_seeing_people_for_being_told()
    {
        foreach (var asked in All)
        foreach (var held in All.Where(held => held != asked))
            Assert.That(
                UserAccess.Judge(NewCaller(held), Given.NewId(), asked),
                Is.EqualTo(held == Permissions.UsersRead ? RequestFailures.Lacking(asked) : RequestFailures.NotFound),
                $"{held} for {asked}"
            );
    }

    [TestCaseSource(nameof(All))]
    public void All_others_together_are_not_enough(string asked) =>
        Assert.That(
            UserAccess.Judge(NewCaller([.. All.Where(held => held != asked)]), Given.NewId(), asked),
            Is.EqualTo(asked == Permissions.UsersRead ? RequestFailures.NotFound : RequestFailures.Lacking(asked))
        );

    [Test]
    public void What_a_role_is_called_gives_nothing() =>
        Assert.That(
            UserAccess.Judge(
                new Caller(Given.NewId(), Given.NewId(), [BuiltInRoles.Admin], []),
                Given.NewId(),
                Permissions.UsersRead
            ),
            Is.SameAs(RequestFailures.NotFound)
        );

    private static Caller NewCaller(params string[] permissions) => new(Given.NewId(), Given.NewId(), [], permissions);
}
