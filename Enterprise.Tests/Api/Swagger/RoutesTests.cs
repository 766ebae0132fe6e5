using System.Reflection;
using System.Text.Json;
using Enterprise.Api.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Enterprise.Tests.Api.Swagger;

internal sealed class RoutesTests : DocumentFixture
{
    [Test]
    public void The_document_lists_exactly_the_routes_of_the_program() =>
        Assert.That(Operations().Keys, Is.EquivalentTo(Actions().Select(action => action.Route)));

    [Test]
    public void Every_route_says_in_words_what_it_does()
    {
        foreach (var (route, operation) in Operations())
            using (Assert.EnterMultipleScope())
            {
                Assert.That(Text(operation, "summary"), Is.Not.Empty.And.Not.Contain("`"), route);
                Assert.That(Text(operation, "description"), Is.Not.Empty, route);
            }
    }

    [Test]
    public void Every_route_has_a_name_of_its_own_for_generated_clients()
    {
        var names = Operations().Values.Select(operation => Text(operation, "operationId")).ToArray();

        Assert.That(names, Is.Unique.And.All.Match("^[a-z]+(_[a-z]+)*$"));
    }

    [Test]
    public void Every_route_has_one_tag_and_every_tag_is_described()
    {
        var tags = Document.GetProperty("tags").EnumerateArray().ToArray();
        var used = Operations().Values.Select(operation => Strings(operation.GetProperty("tags")).Single());

        Assert.That(tags.Select(tag => Text(tag, "name")), Is.EquivalentTo(used.Distinct()));
        Assert.That(tags.Select(tag => Text(tag, "description")), Is.All.Not.Empty);
    }

    [Test]
    public void A_token_is_asked_for_exactly_where_anonymous_callers_are_not_let_in()
    {
        var closed = Actions().Where(action => !IsOpen(action.Action)).Select(action => action.Route);
        var locked = Operations().Where(operation => operation.Value.TryGetProperty("security", out _)).ToArray();

        Assert.That(locked.Select(operation => operation.Key), Is.EquivalentTo(closed).And.Not.Empty);
        Assert.That(
            locked.Select(operation => operation.Value.GetProperty("security").GetRawText()),
            Is.All.Contains("\"bearer\"")
        );
    }

    [Test]
    public void Every_route_names_the_permission_that_it_needs()
    {
        foreach (var (route, action) in Actions())
            Assert.That(
                Text(Operations()[route], "description"),
                action.GetCustomAttribute<RequirePermissionAttribute>() is { } needed
                    ? Does.EndWith($"\n\nNeeds the permission `{needed.Permission}`.")
                    : Does.Not.Contain("Needs the permission"),
                route
            );
    }

    [Test]
    public void The_scheme_is_the_one_that_the_page_can_authorize_with()
    {
        var scheme = At(Document, "components", "securitySchemes", "bearer");

        Assert.That(
            (Text(scheme, "type"), Text(scheme, "scheme"), Text(scheme, "bearerFormat")),
            Is.EqualTo(("http", "bearer", "JWT"))
        );
    }

    [Test]
    public void No_host_is_named() =>
        Assert.That(
            Document.GetProperty("servers").EnumerateArray().Select(server => Text(server, "url")),
            Is.EqualTo(new[] { "/" })
        );

    [Test]
    public void No_text_names_a_type_of_the_code() =>
        Assert.That(Document.GetRawText(), Does.Not.Match(@"Enterprise\.(Api|Application|Domain|Persistence)\.\w"));

    private static bool IsOpen(MethodInfo action) =>
        action.IsDefined(typeof(AllowAnonymousAttribute), inherit: true)
        || action.DeclaringType!.IsDefined(typeof(AllowAnonymousAttribute), inherit: true);

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) ? text.GetString()! : "";
}
