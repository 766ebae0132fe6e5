using Enterprise.Application.Configuration;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Application.Configuration;

[Parallelizable(ParallelScope.All)]
public sealed class AppEnvironmentTests
{
    [TestCase("development", "Development")]
    [TestCase("DEVELOPMENT", "Development")]
    [TestCase("dev", "Development")]
    [TestCase(" Dev ", "Development")]
    [TestCase("production", "Production")]
    [TestCase("prod", "Production")]
    [TestCase("staging", "Staging")]
    [TestCase("", "Production")]
    [TestCase("  ", "Production")]
    [TestCase("developmentx", "Developmentx")]
    public void The_name_is_spelled_as_NET_has_it(string given, string name) =>
        Assert.That(Of(("APP_ENV", given)).Name, Is.EqualTo(name));

    [Test]
    public void Nothing_said_means_production()
    {
        Assert.That(Of().Name, Is.EqualTo("Production"));
        Assert.That(Of().IsDevelopment, Is.False);
    }

    [Test]
    public void Our_own_variable_comes_before_those_of_NET()
    {
        Assert.That(Of(("DOTNET_ENVIRONMENT", "development")).IsDevelopment, Is.True);
        Assert.That(
            Of(("ASPNETCORE_ENVIRONMENT", "staging"), ("DOTNET_ENVIRONMENT", "development")).Name,
            Is.EqualTo("Staging")
        );
        Assert.That(Of(("APP_ENV", "production"), ("ASPNETCORE_ENVIRONMENT", "development")).IsDevelopment, Is.False);
        Assert.That(
            Of(("APP_ENV", ""), ("ASPNETCORE_ENVIRONMENT", "development")).IsDevelopment,
            Is.False,
            "Empty is not development."
        );
    }

    [Test]
    public void The_checkout_is_the_folder_of_the_solution_above()
    {
        using var folder = new TempFolder();
        folder.Write("Enterprise.Api.sln", "");
        var deep = Directory.CreateDirectory(Path.Combine(folder.Path, "a", "b", "c")).FullName;

        Assert.That(AppEnvironment.From(new Dictionary<string, string>(), deep).Checkout, Is.EqualTo(folder.Path));
        Assert.That(AppEnvironment.From(new Dictionary<string, string>(), Path.GetTempPath()).Checkout, Is.Null);
    }

    private static AppEnvironment Of(params (string Name, string Value)[] variables) =>
        AppEnvironment.From(variables.ToDictionary(set => set.Name, set => set.Value), Path.GetTempPath());
}
