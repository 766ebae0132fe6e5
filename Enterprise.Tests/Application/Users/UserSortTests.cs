using Enterprise.Application.Users;

namespace Enterprise.Tests.Application.Users;

[Parallelizable(ParallelScope.All)]
public sealed class UserSortTests
{
    [TestCase(null, UserSortKey.CreatedAt, true)]
    [TestCase("created_at", UserSortKey.CreatedAt, false)]
    [TestCase("-created_at", UserSortKey.CreatedAt, true)]
    [TestCase("email", UserSortKey.Email, false)]
    [TestCase("-email", UserSortKey.Email, true)]
    [TestCase("name", UserSortKey.Name, false)]
    [TestCase("-name", UserSortKey.Name, true)]
    public void An_order_is_read(string? text, UserSortKey by, bool isDescending)
    {
        Assert.That(UserSort.TryParse(text, out var sort), Is.True);
        Assert.That(sort, Is.EqualTo(new UserSort(by, isDescending)));
    }

    [TestCase("")]
    [TestCase("-")]
    [TestCase("--name")]
    [TestCase("+name")]
    [TestCase(" name")]
    [TestCase("name ")]
    [TestCase("Name")]
    [TestCase("CreatedAt")]
    [TestCase("created_at desc")]
    [TestCase("name,email")]
    [TestCase("password_hash")]
    [TestCase("1")]
    public void Nothing_else_is_an_order(string text) => Assert.That(UserSort.TryParse(text, out _), Is.False);
}
