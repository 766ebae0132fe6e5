namespace Enterprise.Tests.Api.Authentication;

[Parallelizable(ParallelScope.All)]
public sealed class AccessTableTests
{
    private static readonly AccessTable Before = new([
        ("GET /a/{id}", Cells("nothing", "200")),
        ("PUT /b (an address)", Cells("a token", "403")),
    ]);

    [Test]
    public void A_table_comes_back_as_it_was_written() =>
        Assert.That(AccessTable.Parse(Before.ToString()).ToString(), Is.EqualTo(Before.ToString()));

    [Test]
    public void A_table_has_not_changed_since_itself() =>
        Assert.That(Before.ChangesSince(AccessTable.Parse(Before.ToString())), Is.Empty);

    [Test]
    public void What_changed_is_told_by_route_and_caller()
    {
        var opened = Cells("nothing", "403");
        opened[^1] = "200";
        AccessTable now = new([("PUT /b (an address)", opened), ("GET /c", Cells("nothing", "200"))]);

        Assert.That(
            now.ChangesSince(Before),
            Is.EqualTo([
                "GET /a/{id}: is gone",
                "PUT /b (an address), Needs: was a token, is nothing",
                "PUT /b (an address), admin: was 403, is 200",
                "GET /c: is new",
            ])
        );
    }

    [Test]
    public void All_is_new_where_there_was_no_table() =>
        Assert.That(Before.ChangesSince(AccessTable.Parse("")).Count(), Is.EqualTo(2));

    private static string[] Cells(string needs, string status) =>
        [needs, .. Enumerable.Repeat(status, AccessCaller.All.Count)];
}
