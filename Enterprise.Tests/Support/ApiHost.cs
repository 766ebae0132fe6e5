using System.Globalization;
using System.Net;
using Enterprise.Api.Accounts;
using Enterprise.Application.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Enterprise.Tests.Support;

/// <summary>The program itself in process, composed as it is in production, on a fixture's database.</summary>
internal sealed class ApiHost(string connectionString, params (string Key, string Value)[] settings)
    : WebApplicationFactory<AccountsController>
{
    /// <summary>Stands for the client's address, which an in-process request has not.</summary>
    public const string AddressHeader = "x-test-address";

    public const string AccessSecret = "hk3N0qvOe1c6s2Zb7yQWm4RtLxUfJ8aD-access";
    public const string RefreshSecret = "hk3N0qvOe1c6s2Zb7yQWm4RtLxUfJ8aD-refresh";
    public const string Pepper = "Vw9Tz5kPq0XnB3rGyC7hEjM1uSdL6iFo-pepper";

    /// <summary>What the program logged, in order.</summary>
    public LogSink Logs { get; } = new();

    /// <summary>Replaces or adds services.</summary>
    public Action<IServiceCollection> Replace { get; init; } = _ => { };

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Db:Url", connectionString);
        builder.UseSetting("Db:MinPoolSize", "0");
        builder.UseSetting("Jwt:AccessSecret", AccessSecret);
        builder.UseSetting("Jwt:RefreshSecret", RefreshSecret);
        builder.UseSetting("Passwords:Pepper", Pepper);
        builder.UseSetting("Limits:CredentialsPerMinutePerClient", 1_000_000.ToString(CultureInfo.InvariantCulture));
        // What has limits of its own tests them with limits of its own.
        builder.UseSetting("Limits:RequestsPerSecond", "1000000");
        builder.UseSetting("Limits:RequestsPerSecondPerClient", "1000000");
        builder.UseSetting("Limits:BurstPerClient", "100000");
        builder.UseSetting("Limits:ConcurrentRequests", "10000");
        builder.UseSetting("Limits:ConcurrentCredentials", "10000");
        builder.UseSetting("Limits:BodySeconds", "30");
        builder.UseSetting("Limits:RequestMilliseconds", "60000");
        // Fixtures share two cores: what waits here for long would not wait elsewhere.
        builder.UseSetting("Passwords:MaxWaitMilliseconds", "60000");
        builder.UseSetting("Db:ConnectSeconds", "30");
        builder.UseSetting("Db:CommandSeconds", "30");
        builder.UseSetting("Db:WaitMilliseconds", "30000");
        builder.UseSetting("Db:ProbeMilliseconds", "10000");
        builder.UseSetting("DevRoutes:Enabled", "true");
        builder.UseSetting("Swagger:Enabled", "true");
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<IStartupFilter, AddressFilter>();
            services.AddSingleton<ILoggerProvider>(Logs);
            // Of hosts that share a process only the first would gain by it.
            services.RemoveAll<IWarmUp>();
            Replace(services);
        });
    }

    private sealed class AddressFilter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    (context, following) =>
                    {
                        if (IPAddress.TryParse(context.Request.Headers[AddressHeader], out var address))
                            context.Connection.RemoteIpAddress = address;
                        return following(context);
                    }
                );
                next(app);
            };
    }
}
