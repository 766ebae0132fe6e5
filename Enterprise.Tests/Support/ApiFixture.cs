using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Support;

/// <summary>A fixture with a database and the program on it.</summary>
internal abstract class ApiFixture
{
    protected const string GoodPassword = "violet-kettle-orbit-93";

    protected TestDatabase Database { get; private set; } = null!;

    protected ApiHost Host { get; private set; } = null!;

    protected HttpClient Client { get; private set; } = null!;

    protected virtual (string Key, string Value)[] Settings => [];

    /// <summary>Replaces or adds services.</summary>
    protected virtual void Replace(IServiceCollection services) { }

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Database = await TestDatabase.CreateAsync();
        Host = new ApiHost(Database.ConnectionString, Settings) { Replace = Replace };
        Client = Host.CreateClient();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>A failed test shows what the program had to say about it.</summary>
    [TearDown]
    public void ShowErrors()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status != NUnit.Framework.Interfaces.TestStatus.Failed)
            return;
        foreach (
            var line in Host
                .Logs.Lines.Where(line =>
                    line.StartsWith("Error", StringComparison.Ordinal)
                    || line.Contains("database failed", StringComparison.Ordinal)
                )
                .Take(5)
        )
            TestContext.Out.WriteLine(line);
    }

    protected Task<Answer> PostAsync(string path, object body, string? address = null) =>
        Client.SendJsonAsync(HttpMethod.Post, path, JsonSerializer.Serialize(body), address: address);

    protected Task<Answer> PostTextAsync(string path, string body, string type = "application/json") =>
        Client.SendJsonAsync(HttpMethod.Post, path, body, type);

    protected Task<Answer> GetAsync(string path, string? token = null) =>
        Client.SendAsync(HttpMethod.Get, path, token: token);

    /// <summary>Registers a fresh account; gives its id and address.</summary>
    protected async Task<(Guid Id, string Email)> NewAccountAsync(string? email = null)
    {
        email ??= Fresh.Email();
        var answer = await PostAsync("/v1/auth/register", new { email, password = GoodPassword });
        Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
        return (answer.Json.GetProperty("user_id").GetGuid(), email);
    }

    /// <summary>Signs in; gives the access token.</summary>
    protected async Task<string> NewTokenAsync(string email)
    {
        var answer = await PostAsync("/v1/auth/login", new { email, password = GoodPassword });
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return answer.Json.GetProperty("access_token").GetString()!;
    }
}
