using Enterprise.Application.Lists;
using Enterprise.Application.Users;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using Enterprise.Domain.Users;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Application.Users;

[Parallelizable(ParallelScope.All)]
public sealed class UserListServiceTests
{
    private static readonly ListUsers All = new(null, null, null, null, null, null, null);

    [Test]
    public async Task Without_a_word_the_youngest_twenty_are_listed()
    {
        using var app = With(25);

        var page = Value(await ListAsync(app, All));

        Assert.That(page.Items.Select(user => user.Id), Is.EqualTo(app.World.Accounts.Keys.OrderDescending().Take(20)));
        Assert.That(
            (page.Page, page.PageSize, page.Total, page.TotalIsEstimate),
            Is.EqualTo(((int?)1, 20, (long?)25, (bool?)false))
        );
    }

    [Test]
    public async Task A_cursor_leads_through_all_without_numbers_or_totals()
    {
        using var app = With(7);
        var query = All with { PageSize = 3, Sort = "email", Q = "example" };

        var first = Value(await ListAsync(app, query));
        var second = Value(await ListAsync(app, query with { Cursor = first.NextCursor }));
        var third = Value(await ListAsync(app, query with { Cursor = second.NextCursor, PageSize = 100 }));

        Assert.That(
            new[] { first, second, third }.SelectMany(page => page.Items).Select(user => user.Id),
            Is.Unique.And.EquivalentTo(app.World.Accounts.Keys)
        );
        Assert.That(
            (second.Page, second.Total, second.TotalIsEstimate),
            Is.EqualTo(((int?)null, (long?)null, (bool?)null))
        );
        Assert.That(third.NextCursor, Is.Null);
    }

    [Test]
    public async Task Pages_have_numbers_as_well()
    {
        using var app = With(7);

        var second = Value(await ListAsync(app, All with { Page = 2, PageSize = 3 }));
        var beyond = Value(await ListAsync(app, All with { Page = 4, PageSize = 3 }));

        Assert.That(
            second.Items.Select(user => user.Id),
            Is.EqualTo(app.World.Accounts.Keys.OrderDescending().Skip(3).Take(3))
        );
        Assert.That((second.Page, second.Total), Is.EqualTo(((int?)2, (long?)7)));
        Assert.That(
            (beyond.Items.Count, beyond.Page, beyond.Total, beyond.NextCursor),
            Is.EqualTo((0, (int?)4, (long?)7, (string?)null))
        );
    }

    [Test]
    public async Task A_cursor_of_another_question_is_none()
    {
        using var app = With(3);
        var asked = All with { PageSize = 1, Q = "example", Role = "user", Status = UserStatus.Active, Sort = "name" };
        var cursor = Value(await ListAsync(app, asked)).NextCursor;

        Assert.That((await ListAsync(app, asked with { Cursor = cursor })).Failure, Is.Null);
        foreach (
            var other in new[]
            {
                asked with
                {
                    Q = "exampl",
                },
                asked with
                {
                    Q = null,
                },
                asked with
                {
                    Role = "admin",
                },
                asked with
                {
                    Role = null,
                },
                asked with
                {
                    Status = UserStatus.Locked,
                },
                asked with
                {
                    Status = null,
                },
                asked with
                {
                    Sort = "-name",
                },
                asked with
                {
                    Sort = null,
                },
                All,
            }
        )
            Assert.That(
                (await ListAsync(app, other with { Cursor = cursor })).Failure,
                Is.SameAs(PageFailures.InvalidCursor),
                other.ToString()
            );
    }

    [TestCase("")]
    [TestCase("none")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_is_no_cursor_is_refused(string cursor)
    {
        using var app = With(1);

        Assert.That(
            (await ListAsync(app, All with { Cursor = cursor })).Failure,
            Is.SameAs(PageFailures.InvalidCursor)
        );
    }

    [TestCase(0, null, "page")]
    [TestCase(-1, null, "page")]
    [TestCase(int.MinValue, null, "page")]
    [TestCase(int.MaxValue, null, "page")]
    [TestCase(int.MaxValue, 100, "page")]
    [TestCase(501, null, "page")]
    [TestCase(101, 100, "page")]
    [TestCase(10_001, 1, "page")]
    [TestCase(null, 0, "page_size")]
    [TestCase(null, -1, "page_size")]
    [TestCase(null, 101, "page_size")]
    [TestCase(null, int.MaxValue, "page_size")]
    public async Task No_page_reaches_further_than_numbers_do(int? number, int? size, string field)
    {
        using var app = With(1);

        var refused = await ListAsync(app, All with { Page = number, PageSize = size });

        Assert.That(Errors(refused), Is.EqualTo([(field, "out_of_range")]));
    }

    [TestCase(1, 1)]
    [TestCase(500, null)]
    [TestCase(100, 100)]
    [TestCase(10_000, 1)]
    public async Task Up_to_there_pages_may_be_empty_but_are_pages(int number, int? size)
    {
        using var app = With(1);

        Assert.That((await ListAsync(app, All with { Page = number, PageSize = size })).Failure, Is.Null);
    }

    [Test]
    public async Task A_page_is_asked_for_by_number_or_by_cursor()
    {
        using var app = With(2);
        var cursor = Value(await ListAsync(app, All with { PageSize = 1 })).NextCursor;

        var refused = await ListAsync(app, All with { PageSize = 1, Page = 2, Cursor = cursor });

        Assert.That(Errors(refused), Is.EqualTo([("page", "with_cursor")]));
    }

    [Test]
    public async Task What_cannot_be_searched_sorted_or_filtered_by_is_said_all_at_once()
    {
        using var app = With(1);

        var refused = await ListAsync(app, All with { Q = "a\nb", Role = "No Role", Sort = "password_hash" });

        Assert.That(
            Errors(refused),
            Is.EquivalentTo([("q", "invalid_search"), ("role", "invalid_name"), ("sort", "unknown_sort")])
        );
    }

    [TestCase(128, true)]
    [TestCase(129, false)]
    public async Task A_term_has_a_length(int length, bool isFine)
    {
        using var app = With(1);

        var result = await ListAsync(app, All with { Q = new string('x', length) });

        Assert.That(result.Failure is null, Is.EqualTo(isFine));
    }

    [Test]
    public async Task What_is_refused_is_refused_before_a_cursor_is_read()
    {
        using var app = With(1);

        var refused = await ListAsync(app, All with { PageSize = 0, Cursor = "none" });

        Assert.That(Errors(refused), Is.EqualTo([("page_size", "out_of_range")]));
    }

    private static InMemoryApplication With(int people)
    {
        var app = new InMemoryApplication();
        for (var i = 0; i < people; i++)
            app.World.Add(Given.Account(roles: [BuiltInRoles.User]));
        return app;
    }

    private static Task<Result<UserPage>> ListAsync(InMemoryApplication app, ListUsers query) =>
        app.UserList.ListAsync(query, CancellationToken.None);

    private static IEnumerable<(string, string)> Errors(Result<UserPage> result) =>
        result.Failure!.Errors.Select(error => (error.Field, error.Code));

    private static T Value<T>(Result<T> result) =>
        result.TryGet(out var value, out var failure) ? value : throw new AssertionException(failure.Code);
}
