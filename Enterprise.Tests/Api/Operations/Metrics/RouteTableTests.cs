using Enterprise.Api.Operations.Metrics;

namespace Enterprise.Tests.Api.Operations.Metrics;

[Parallelizable(ParallelScope.All)]
public sealed class RouteTableTests
{
    [Test]
    public void Requests_are_counted_by_method_route_and_status()
    {
        var table = new RouteTable();

        Take(table, "GET", "/v1/roles/{name}", 200);
        Take(table, "GET", "/v1/roles/{name}", 404);
        Take(table, "PUT", "/v1/roles/{name}", 503);

        Assert.That(Rows(table), Is.EquivalentTo(["GET /v1/roles/{name} 0 1 0 1 0", "PUT /v1/roles/{name} 0 0 0 0 1"]));
    }

    [Test]
    public void What_no_route_took_has_one_name()
    {
        var table = new RouteTable();

        Take(table, "GET", null, 404);
        Take(table, "GET", null, 405);

        Assert.That(Rows(table), Is.EqualTo(["GET (none) 0 0 0 2 0"]));
    }

    [TestCase(101, "1 0 0 0 0")]
    [TestCase(304, "0 0 1 0 0")]
    [TestCase(599, "0 0 0 0 1")]
    [TestCase(999, "0 0 0 0 1")]
    public void Every_status_has_a_class(int status, string classes)
    {
        var table = new RouteTable();

        Take(table, "GET", "/x", status);

        Assert.That(Rows(table), Is.EqualTo([$"GET /x {classes}"]));
    }

    [Test]
    public void However_many_routes_there_are_the_table_stays_small_and_counts_all()
    {
        var table = new RouteTable();

        Parallel.For(0, 10_000, i => Take(table, "GET", $"r{i % 1000}", 200));

        var rows = table.All.ToArray();
        Assert.That(rows, Has.Length.EqualTo(RouteTable.MaxRoutes + 1));
        Assert.That(rows.Sum(row => row.Read().Total), Is.EqualTo(10_000));
        Assert.That(rows[^1].Route, Is.EqualTo(RouteTable.OtherRoutes));
        Assert.That(rows[^1].Read().Total, Is.GreaterThan(8000));
    }

    [Test]
    public void Routes_that_were_there_before_the_cap_are_still_told_apart()
    {
        var table = new RouteTable();
        Take(table, "GET", "/first", 200);
        for (var i = 0; i < 2 * RouteTable.MaxRoutes; i++)
            Take(table, "GET", $"r{i}", 200);

        Take(table, "GET", "/first", 200);

        Assert.That(Rows(table), Does.Contain("GET /first 0 2 0 0 0"));
    }

    private static void Take(RouteTable table, string method, string? route, int status)
    {
        List<KeyValuePair<string, object?>> tags =
        [
            new("url.scheme", "http"),
            new("http.request.method", method),
            new("http.response.status_code", status),
        ];
        if (route is not null)
            tags.Add(new("http.route", route));
        table.Take(0.01, tags.ToArray());
    }

    private static IEnumerable<string> Rows(RouteTable table) =>
        from row in table.All
        let classes = row.Read()
        where classes.Total > 0
        select $"{row.Method} {row.Route} {classes.Informational} {classes.Successful} {classes.Redirected} {classes.Refused} {classes.Failed}";
}
