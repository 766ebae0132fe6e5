using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Accounts;

internal sealed class ConcealedRegisterTests : ApiFixture
{
    protected override (string Key, string Value)[] Settings => [("Accounts:ConcealExistence", "true")];

    [Test]
    public async Task A_taken_address_is_answered_like_a_new_one()
    {
        var body = new { email = Fresh.Email(), password = GoodPassword };

        var first = await PostAsync("/v1/auth/register", body);
        var second = await PostAsync("/v1/auth/register", body);

        Assert.Multiple(() =>
        {
            Assert.That((first.Status, first.Text), Is.EqualTo((202, "")));
            Assert.That((second.Status, second.Text), Is.EqualTo((202, "")));
        });
    }

    [Test]
    public async Task The_account_is_made_all_the_same()
    {
        var email = Fresh.Email();
        await PostAsync("/v1/auth/register", new { email, password = GoodPassword });

        Assert.That(await NewTokenAsync(email), Is.Not.Empty);
    }
}
