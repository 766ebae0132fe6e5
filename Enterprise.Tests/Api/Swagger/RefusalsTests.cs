using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Enterprise.Api.Http;
using Enterprise.Api.Swagger;
using Enterprise.Tests.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Swagger;

internal sealed class RefusalsTests : DocumentFixture
{
    [Test]
    public void Every_route_lists_every_status_that_its_action_declares()
    {
        foreach (var (route, action) in Actions())
        {
            var refused = action.GetCustomAttribute<RefusalsAttribute>()?.Statuses ?? [];
            var answered = action.GetCustomAttributes<ProducesResponseTypeAttribute>().Select(type => type.StatusCode);
            var declared = refused.Concat(answered).Select(status => status.ToString(CultureInfo.InvariantCulture));
            // What is read with a tag can be asked for with one.
            var conditional =
                route.StartsWith("get ", StringComparison.Ordinal)
                && action.GetCustomAttribute<EntityTagAttribute>() is { ForChangesOnly: false };
            string[] others = conditional ? ["304", "default"] : ["default"];

            Assert.That(Names(Responses(route)), Is.EquivalentTo(declared.Concat(others)), route);
        }
    }

    [Test]
    public void Every_refusal_is_a_problem_with_examples_of_its_status()
    {
        foreach (var (route, action) in Actions())
        foreach (var status in action.GetCustomAttribute<RefusalsAttribute>()?.Statuses ?? [])
        {
            var problem = Problem(route, status.ToString(CultureInfo.InvariantCulture));

            Assert.That(At(problem, "schema", "$ref").GetString(), Does.EndWith("/Problem"), route);
            var examples = problem.GetProperty("examples").EnumerateObject().ToArray();
            Assert.That(examples, Is.Not.Empty, route);
            foreach (var example in examples)
            {
                var value = example.Value.GetProperty("value");
                Assert.That(value.GetProperty("status").GetInt32(), Is.EqualTo(status), route);
                Assert.That(value.GetProperty("code").GetString(), Is.EqualTo(example.Name), route);
                Assert.That(value.GetProperty("instance").GetString(), Is.EqualTo(route.Split(' ')[1]));
            }
        }
    }

    [TestCase("post /v1/auth/register", "400", "request.malformed", "request.invalid")]
    [TestCase("post /v1/auth/register", "409", "accounts.email_taken")]
    [TestCase("post /v1/auth/register", "413", "request.too_large")]
    [TestCase("post /v1/auth/register", "503", "database.unavailable", "passwords.busy")]
    [TestCase("post /v1/auth/login", "401", "sessions.bad_credentials")]
    [TestCase("post /v1/auth/login", "429", "request.too_many")]
    [TestCase("get /v1/me", "401", "auth.missing_token", "auth.invalid_token")]
    [TestCase("get /v1/me", "503", "database.unavailable")]
    [TestCase("patch /v1/me", "412", "request.precondition_failed")]
    [TestCase("patch /v1/me", "428", "request.precondition_required")]
    [TestCase("put /v1/me/password", "400", "request.malformed", "request.invalid")]
    [TestCase("put /v1/me/password", "503", "database.unavailable", "passwords.busy")]
    [TestCase("put /v1/me/avatar", "400", "request.malformed", "avatars.not_an_image", "avatars.too_many_pixels")]
    [TestCase("put /v1/me/avatar", "408", "request.timeout")]
    [TestCase("put /v1/me/avatar", "503", "database.unavailable", "server.overloaded")]
    [TestCase("get /v1/users/{id}/avatar", "404", "request.not_found")]
    [TestCase("get /v1/roles", "403", "auth.forbidden")]
    [TestCase("post /v1/roles", "403", "auth.forbidden", "roles.beyond_own")]
    [TestCase("post /v1/roles", "409", "roles.name_taken")]
    [TestCase("put /v1/roles/{name}", "409", "roles.built_in")]
    [TestCase("post /dev/echo", "400", "request.malformed")]
    [TestCase("get /health", "default", "server.error")]
    [TestCase("get /v1/me", "default", "server.error", "request.too_many", "server.overloaded", "server.timeout")]
    public void The_codes_are_those_of_the_route(string route, string status, params string[] codes) =>
        Assert.That(Names(Problem(route, status).GetProperty("examples")), Is.EqualTo(codes));

    [Test]
    public void Broken_rules_are_shown_by_field()
    {
        var example = At(Problem("post /v1/auth/login", "400"), "examples", "request.invalid", "value", "errors");

        Assert.That(Names(example), Is.EqualTo(new[] { "email", "password" }));
    }

    [TestCase("get /health", "200", "x-request-id")]
    [TestCase("get /v1/me", "200", "x-request-id", "ETag")]
    [TestCase("patch /v1/me", "200", "x-request-id", "ETag")]
    [TestCase("put /v1/me/avatar", "204", "x-request-id", "ETag")]
    [TestCase("get /v1/users/{id}/avatar", "304", "x-request-id", "ETag")]
    [TestCase("post /v1/auth/register", "201", "x-request-id", "Location")]
    [TestCase("post /v1/roles", "201", "x-request-id", "ETag", "Location")]
    [TestCase("get /v1/me", "401", "x-request-id", "WWW-Authenticate")]
    [TestCase("post /v1/auth/login", "429", "x-request-id", "Retry-After", "RateLimit-Policy", "RateLimit")]
    [TestCase("post /v1/auth/login", "503", "x-request-id", "Retry-After")]
    [TestCase("get /ready", "503", "x-request-id")]
    public void Headers_are_described(string route, string status, params string[] headers) =>
        Assert.That(Names(At(Responses(route), status, "headers")), Is.EqualTo(headers));

    [Test]
    public async Task A_real_problem_has_the_members_that_are_promised()
    {
        var schema = At(Document, "components", "schemas", "Problem");
        var invalid = await Client.SendJsonAsync(HttpMethod.Post, "/v1/auth/login", "{}");
        var missing = await Client.SendAsync(HttpMethod.Get, "/nowhere");

        Assert.That(Names(invalid.Json), Is.EquivalentTo(Names(schema.GetProperty("properties"))));
        Assert.That(Names(missing.Json), Is.EquivalentTo(Strings(schema.GetProperty("required"))));
    }

    [Test]
    public void An_action_cannot_promise_a_code_that_nobody_gives() => AssertRefused(new(400) { Codes = ["no.such"] });

    [Test]
    public void An_action_cannot_promise_a_code_without_its_status() =>
        AssertRefused(new(400) { Codes = ["accounts.email_taken"] });

    [Test]
    public void A_conflict_needs_a_code() => AssertRefused(new(409));

    private void AssertRefused(RefusalsAttribute refusals) =>
        Assert.That(
            () => Host.Services.GetRequiredService<RefusalCatalogue>().Of(refusals, needsToken: false),
            Throws.InvalidOperationException
        );

    private JsonElement Responses(string route) => Operations()[route].GetProperty("responses");

    private JsonElement Problem(string route, string status) =>
        At(Responses(route), status, "content", ProblemWriter.ContentType);
}
