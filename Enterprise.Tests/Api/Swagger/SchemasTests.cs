using System.Text.Json;
using Enterprise.Application;
using Enterprise.Application.Accounts;
using Enterprise.Application.Passwords;
using Enterprise.Application.Roles;
using Enterprise.Application.Sessions;
using Enterprise.Application.Validation;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Roles;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Api.Swagger;

internal sealed class SchemasTests : DocumentFixture
{
    [Test]
    public void Every_member_of_every_schema_is_described()
    {
        foreach (var (name, schema) in Schemas())
        {
            Assert.That(schema.TryGetProperty("description", out _), Is.True, name);
            foreach (var member in schema.GetProperty("properties").EnumerateObject())
                Assert.That(member.Value.TryGetProperty("description", out _), Is.True, $"{name}.{member.Name}");
        }
    }

    [TestCase("Register", "email", null, EmailAddress.MaxLength)]
    [TestCase("Register", "password", PasswordRules.MinLength, PasswordRules.MaxLength)]
    [TestCase("Register", "name", 1, PersonName.MaxLength)]
    [TestCase("ChangeName", "name", 1, PersonName.MaxLength)]
    [TestCase("ChangePassword", "current_password", 1, Rules.CredentialMaxLength)]
    [TestCase("ChangePassword", "new_password", PasswordRules.MinLength, PasswordRules.MaxLength)]
    [TestCase("CreateRole", "name", 1, RoleName.MaxLength)]
    [TestCase("CreateRole", "description", null, RoleDescription.MaxLength)]
    [TestCase("ChangeRole", "description", null, RoleDescription.MaxLength)]
    [TestCase("Role", "name", 1, RoleName.MaxLength)]
    [TestCase("Login", "email", null, EmailAddress.MaxLength)]
    [TestCase("Login", "password", 1, Rules.CredentialMaxLength)]
    [TestCase("Me", "email", null, EmailAddress.MaxLength)]
    [TestCase("Me", "name", 1, PersonName.MaxLength)]
    [TestCase("TokenPair", "access_token", null, AccessTokenReader.MaxLength)]
    [TestCase("Problem", "request_id", null, RequestOrigin.RequestIdMaxLength)]
    public void Bounds_are_the_constants_of_the_code(string schema, string member, int? min, int max) =>
        Assert.That(
            (Number(Member(schema, member), "minLength"), Number(Member(schema, member), "maxLength")),
            Is.EqualTo((min, (int?)max))
        );

    [TestCase("Register", "email", "email")]
    [TestCase("Register", "password", "password")]
    [TestCase("Login", "password", "password")]
    [TestCase("Registered", "user_id", "uuid")]
    [TestCase("Me", "id", "uuid")]
    [TestCase("Me", "created_at", "date-time")]
    [TestCase("TokenPair", "access_token", null)]
    [TestCase("TokenPair", "refresh_token", null)]
    public void Formats_are_stated(string schema, string member, string? format) =>
        Assert.That(
            Member(schema, member).TryGetProperty("format", out var stated) ? stated.GetString() : null,
            Is.EqualTo(format)
        );

    [TestCase("Register", "email", "password")]
    [TestCase("Login", "email", "password")]
    [TestCase("ChangeName", "name")]
    [TestCase("ChangePassword", "current_password", "new_password")]
    [TestCase("CreateRole", "name", "description", "permissions")]
    [TestCase("ChangeRole", "description", "permissions")]
    [TestCase("Registered", "user_id")]
    public void Members_that_cannot_be_left_out_are_required(string schema, params string[] members)
    {
        Assert.That(Strings(At(Document, "components", "schemas", schema, "required")), Is.EquivalentTo(members));
        Assert.That(members.Select(member => IsTrue(Member(schema, member), "nullable")), Is.All.False);
    }

    [TestCase("Register", "name")]
    [TestCase("Me", "name")]
    public void Members_that_may_be_null_say_so(string schema, string member) =>
        Assert.That(IsTrue(Member(schema, member), "nullable"), Is.True);

    [Test]
    public void Bodies_of_requests_are_needed_and_take_no_unknown_members()
    {
        var bodies = Requests().ToArray();

        Assert.That(bodies.Select(body => IsTrue(body, "required")), Is.Not.Empty.And.All.True);
        foreach (var name in bodies.Select(Schema))
            Assert.That(
                At(Document, "components", "schemas", name, "additionalProperties").ValueKind,
                Is.EqualTo(JsonValueKind.False),
                name
            );
    }

    [Test]
    public void Answers_may_get_members_that_clients_do_not_know_yet()
    {
        var requests = Requests().Select(Schema).ToArray();

        foreach (var (name, schema) in Schemas().Where(schema => !requests.Contains(schema.Name)))
            Assert.That(schema.TryGetProperty("additionalProperties", out _), Is.False, name);
    }

    [Test]
    public void Passwords_are_written_and_never_read()
    {
        Assert.That(IsTrue(Member("Register", "password"), "writeOnly"), Is.True);
        Assert.That(IsTrue(Member("Login", "password"), "writeOnly"), Is.True);
        Assert.That(IsTrue(Member("TokenPair", "access_token"), "writeOnly"), Is.False);
    }

    [Test]
    public void Every_body_has_an_example_with_every_member()
    {
        var bodies =
            from operation in Operations().Values
            from response in operation.GetProperty("responses").EnumerateObject()
            where response.Value.TryGetProperty("content", out _)
            select response.Value;
        foreach (var body in bodies.Concat(Requests()))
        {
            if (!body.GetProperty("content").TryGetProperty("application/json", out var json))
                continue;
            var members = Names(At(Document, "components", "schemas", Schema(body), "properties"));
            Assert.That(Names(json.GetProperty("example")), Is.EquivalentTo(members));
        }
    }

    [TestCase("post /v1/auth/register", typeof(Register))]
    [TestCase("post /v1/auth/login", typeof(Login))]
    [TestCase("post /v1/roles", typeof(CreateRole))]
    [TestCase("put /v1/roles/{name}", typeof(ChangeRole))]
    [TestCase("patch /v1/me", typeof(ChangeName))]
    [TestCase("put /v1/me/password", typeof(ChangePassword))]
    public void The_example_of_a_request_is_accepted(string route, Type message)
    {
        var example = At(Operations()[route], "requestBody", "content", "application/json", "example");
        var json = Host.Services.GetRequiredService<IOptions<JsonOptions>>().Value.JsonSerializerOptions;
        var rules = (IValidator)Host.Services.GetRequiredService(typeof(IValidator<>).MakeGenericType(message));

        var result = rules.Validate(new ValidationContext<object>(example.Deserialize(message, json)!));

        Assert.That(result.Errors, Is.Empty);
    }

    [Test]
    public void A_change_says_which_header_it_needs()
    {
        var header = At(Operations()["patch /v1/me"], "parameters").EnumerateArray().Single();

        Assert.That(
            (header.GetProperty("name").GetString(), header.GetProperty("in").GetString()),
            Is.EqualTo(("If-Match", "header"))
        );
        Assert.That(At(header, "schema", "type").GetString(), Is.EqualTo("string"));
        Assert.That(header.GetProperty("description").GetString(), Does.Contain("428"));
        Assert.That(header.GetProperty("example").GetString(), Does.Match("^\"[0-9a-f]{32}\"$"));
    }

    [Test]
    public void A_picture_is_described_as_a_file_of_its_three_types_in_both_directions()
    {
        var sent = At(Operations()["put /v1/me/avatar"], "requestBody");
        var given = At(Operations()["get /v1/users/{id}/avatar"], "responses", "200");

        Assert.That(IsTrue(sent, "required"), Is.True);
        foreach (var content in new[] { sent, given }.Select(body => body.GetProperty("content")))
        {
            Assert.That(Names(content), Is.EqualTo(["image/png", "image/jpeg", "image/webp"]));
            foreach (var type in content.EnumerateObject())
                Assert.That(
                    (At(type.Value, "schema", "type").GetString(), At(type.Value, "schema", "format").GetString()),
                    Is.EqualTo(("string", "binary"))
                );
        }
    }

    /// <summary>Those in JSON.</summary>
    private IEnumerable<JsonElement> Requests()
    {
        foreach (var operation in Operations().Values)
            if (operation.TryGetProperty("requestBody", out var body) && IsJson(body))
                yield return body;
    }

    private static bool IsJson(JsonElement body) =>
        body.GetProperty("content").TryGetProperty("application/json", out _);

    private static string Schema(JsonElement body) =>
        At(body, "content", "application/json", "schema", "$ref").GetString()!.Split('/')[^1];

    private static bool IsTrue(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.GetBoolean();

    private static int? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetInt32() : null;
}
