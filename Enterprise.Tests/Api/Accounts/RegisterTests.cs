using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Accounts;

internal sealed class RegisterTests : ApiFixture
{
    [Test]
    public async Task A_new_account_is_answered_with_its_id_and_where_it_is()
    {
        var answer = await PostAsync(
            "/v1/auth/register",
            new
            {
                email = Fresh.Email(),
                password = GoodPassword,
                name = "Ann",
            }
        );

        var id = answer.Json.GetProperty("user_id").GetGuid();
        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(201));
            Assert.That(answer.Header("Location"), Is.EqualTo($"/v1/users/{id}"));
            Assert.That(id.Version, Is.EqualTo(7));
        });
    }

    [Test]
    public async Task The_address_is_stored_trimmed_and_lower_case_and_the_role_is_user()
    {
        var (id, email) = await NewAccountAsync($"  {Fresh.Email().ToUpperInvariant()} ");

        var stored = await Database.ReadAsync<string>(
            "SELECT u.email || '|' || r.name FROM users u JOIN user_roles ur ON ur.user_id = u.id JOIN roles r ON r.id = ur.role_id WHERE u.id = $1",
            id
        );
        Assert.That(stored, Is.EqualTo($"{email.Trim().ToLowerInvariant()}|user"));
    }

    [Test]
    public async Task The_password_is_stored_sealed_and_nowhere_in_plain()
    {
        var (id, _) = await NewAccountAsync();

        var hash = await Database.ReadAsync<string>("SELECT password_hash FROM users WHERE id = $1", id);
        Assert.That(hash, Does.StartWith("v1.").And.Not.Contain("argon2id").And.Not.Contain(GoodPassword));
    }

    [Test]
    public async Task A_taken_address_is_a_conflict_whatever_its_case()
    {
        var (_, email) = await NewAccountAsync();

        var answer = await PostAsync(
            "/v1/auth/register",
            new { email = email.ToUpperInvariant(), password = GoodPassword }
        );

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(409));
            Assert.That(answer.Code, Is.EqualTo("accounts.email_taken"));
        });
    }

    [Test]
    public async Task Success_and_conflict_are_both_audited()
    {
        var (id, email) = await NewAccountAsync();
        var taken = await PostAsync("/v1/auth/register", new { email, password = GoodPassword });

        var requestId = taken.Header("x-request-id")!;
        Assert.Multiple(async () =>
        {
            Assert.That(
                await Database.ReadAsync<string>(
                    "SELECT action || '|' || outcome FROM audit_entries WHERE subject_id = $1 AND actor_id = $1",
                    id
                ),
                Is.EqualTo("accounts.register|succeeded")
            );
            Assert.That(
                await Database.ReadAsync<string>(
                    "SELECT action || '|' || outcome FROM audit_entries WHERE request_id = $1",
                    requestId
                ),
                Is.EqualTo("accounts.register|email_taken")
            );
        });
    }

    [Test]
    public async Task Two_hundred_clients_with_one_address_make_one_account()
    {
        var tail = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");
        var local = $"kiss-{tail}";
        // Case and white space are the same address; the Kelvin sign, the long s, a combining accent and a Cyrillic a, which
        // folding would take for the same, are no addresses at all.
        string[] spellings =
        [
            $"{local}@example.com",
            $"{local.ToUpperInvariant()}@Example.COM",
            $" {local}@example.com ",
            $"{local.Replace('k', '\u212A')}@example.com",
            $"{local.Replace('s', '\u017F')}@example.com",
            $"{local.Replace("i", "i\u0307", StringComparison.Ordinal)}@example.com",
            $"{local}@ex\u0430mple.com",
        ];

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 200)
                .Select(i =>
                    PostAsync(
                        "/v1/auth/register",
                        new { email = spellings[i % spellings.Length], password = GoodPassword }
                    )
                )
        );

        Assert.Multiple(async () =>
        {
            Assert.That(answers.Count(answer => answer.Status == 201), Is.EqualTo(1));
            Assert.That(
                answers.Select(answer => answer.Status).Distinct(),
                Is.SubsetOf([201, 400, 409]),
                "the others are conflicts, or no addresses"
            );
            Assert.That(
                await Database.ReadAsync<long>("SELECT count(*) FROM users WHERE email LIKE $1", "%" + tail + "%"),
                Is.EqualTo(1)
            );
        });
    }

    [TestCase("""{"password":"violet-kettle-orbit-93"}""", "email", "required")]
    [TestCase("""{"email":null,"password":"violet-kettle-orbit-93"}""", "email", "required")]
    [TestCase("""{"email":"a@b","password":"violet-kettle-orbit-93"}""", "email", "invalid_email")]
    [TestCase("""{"email":"a@b.de"}""", "password", "required")]
    [TestCase("""{"email":"a@b.de","password":"short"}""", "password", "too_short")]
    [TestCase("""{"email":"a@b.de","password":"passwordpassword"}""", "password", "common_password")]
    [TestCase("""{"email":"rosalind@b.de","password":"rosalind@b.de"}""", "password", "personal_password")]
    [TestCase("""{"email":"a@b.de","password":"violet-kettle\torbit"}""", "password", "invalid_characters")]
    [TestCase("""{"email":"a@b.de","password":"violet-kettle-orbit-93","name":" "}""", "name", "invalid_name")]
    public async Task A_broken_rule_names_its_field(string body, string field, string code)
    {
        var answer = await PostTextAsync("/v1/auth/register", body);

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(400));
            Assert.That(answer.Code, Is.EqualTo("request.invalid"));
            Assert.That(answer.Errors(field), Is.EqualTo([code]));
        });
    }

    [Test]
    public async Task Every_broken_rule_is_told_at_once()
    {
        var answer = await PostTextAsync("/v1/auth/register", """{"email":"@","password":"x","name":""}""");

        Assert.That(
            answer.Json.GetProperty("errors").EnumerateObject().Select(field => field.Name),
            Is.EquivalentTo(["email", "password", "name"])
        );
    }
}
