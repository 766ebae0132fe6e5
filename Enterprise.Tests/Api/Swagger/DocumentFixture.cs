using System.Reflection;
using System.Text.Json;
using Enterprise.Api.Http;
using Enterprise.Tests.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;

namespace Enterprise.Tests.Api.Swagger;

/// <summary>A fixture that reads the document of the program, which needs no database for it.</summary>
internal abstract class DocumentFixture
{
    /// <summary>Nothing listens there.</summary>
    internal const string NoDatabase = "Host=127.0.0.1;Port=1;Database=none;Username=none;Password=none";

    protected ApiHost Host { get; private set; } = null!;

    protected HttpClient Client { get; private set; } = null!;

    protected JsonElement Document { get; private set; }

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Host = new ApiHost(NoDatabase);
        Client = Host.CreateClient();
        Document = (await Client.SendAsync(HttpMethod.Get, "/swagger/v1/swagger.json")).Json;
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }

    /// <summary>What the code declares: every action with its method and path.</summary>
    protected static IEnumerable<(string Route, MethodInfo Action)> Actions() =>
        from controller in typeof(ProblemWriter).Assembly.GetTypes()
        where controller.IsSubclassOf(typeof(ControllerBase))
        from action in controller.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        from route in action.GetCustomAttributes<HttpMethodAttribute>()
        from method in route.HttpMethods
        select ($"{method.ToLowerInvariant()} {route.Template}", action);

    /// <summary>What the document says of them.</summary>
    protected IReadOnlyDictionary<string, JsonElement> Operations() =>
        (
            from path in Document.GetProperty("paths").EnumerateObject()
            from method in path.Value.EnumerateObject()
            select (Route: $"{method.Name} {path.Name}", method.Value)
        ).ToDictionary(operation => operation.Route, operation => operation.Value);

    protected IEnumerable<(string Name, JsonElement Schema)> Schemas() =>
        Document
            .GetProperty("components")
            .GetProperty("schemas")
            .EnumerateObject()
            .Select(schema => (schema.Name, schema.Value));

    protected JsonElement Member(string schema, string member) =>
        At(Document, "components", "schemas", schema, "properties", member);

    protected static JsonElement At(JsonElement element, params string[] names) =>
        names.Aggregate(element, (at, name) => at.GetProperty(name));

    protected static IReadOnlyList<string> Names(JsonElement element) =>
        [.. element.EnumerateObject().Select(member => member.Name)];

    protected static IReadOnlyList<string?> Strings(JsonElement element) =>
        [.. element.EnumerateArray().Select(item => item.GetString())];
}
